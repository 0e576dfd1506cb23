import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { ReleaseView } from "../contract/instance";
import { buildLines, isThere, type Newest, nameOf } from "../core/engines/builds";
import { DomainError } from "../core/errors";
import { HOUR_MS } from "../core/units";
import { listReleases } from "../services/platform/list-releases";
import { childEnvironment } from "./config";
import { platform } from "./container";

type Print = (line: string) => void;

const run = promisify(execFile);
const LONGEST_MS = HOUR_MS;

/** What is on offer, which builds of it are there, and which databases run them. */
export async function printReleases(print: Print): Promise<void> {
  for (const release of await listReleases(platform())) printRelease(print, release);
}

/** Asks the sources what they have now. @throws DomainError `unavailable` reason `fixes_missing` when a database runs an older build. */
export async function checkReleases(print: Print, names: string[]): Promise<void> {
  const newest = readNewest(await images(["--newest", ...(await wanted(names))]));
  const releases = await listReleases(platform(), newest);
  for (const release of releases) printRelease(print, release);
  const asked = new Set(newest.map(({ release }) => release));
  for (const release of releases)
    if (release.status !== "unknown" && release.builds.length > 0 && !asked.has(nameOf(release)))
      print(`No source of ${release.name} ${release.version} answers: what it has now is not known.`);
  const missing = releases.flatMap(({ builds }) => builds.filter(({ newer }) => newer !== null));
  const databases = missing.flatMap((build) => build.databases);
  if (databases.length === 0) return;
  throw new DomainError(
    "unavailable",
    "fixes_missing",
    `A newer build is to be had than these databases run, which may mend their security: ${databases.join(", ")}. Make it with bin/admin engines build.`,
  );
}

/** Makes the newest build of each release beside those that are there. @throws DomainError `unavailable` with what `images/build` said. */
export async function buildReleases(print: Print, names: string[]): Promise<void> {
  await images(["--beside", ...(await wanted(names))]);
  await printReleases(print);
}

/** Releases as `images/build` names them: those named, all of an engine that is (`valkey`), or all that can be chosen and are wanted here. */
async function wanted(names: string[]): Promise<string[]> {
  const { catalog, engine } = platform();
  const offered = catalog.filter(({ status }) => status !== "withdrawn");
  if (names.length === 0) {
    const builds = await engine.listBuilds();
    return offered.filter((release) => isThere(builds, release)).map(nameOf);
  }
  return names.flatMap((name) => {
    const ofEngine = offered.filter((release) => release.engine === name);
    if (ofEngine.length > 0) return ofEngine.map(nameOf);
    if (catalog.some((release) => nameOf(release) === name)) return [name];
    const known = catalog.map(nameOf).join(", ");
    throw new DomainError("not_found", "release", `There is no release ${name}; there are: ${known}.`);
  });
}

async function images(words: string[]): Promise<string> {
  const env = childEnvironment({ BERTH_RELEASES: buildLines(platform().catalog) });
  try {
    return (await run("images/build", words, { env, timeout: LONGEST_MS })).stdout;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new DomainError("unavailable", "images_build", said, { cause: error });
  }
}

/** Lines of `images/build --newest`. */
const readNewest = (text: string): Newest[] =>
  text.split("\n").flatMap((line) => {
    const [release, builtFrom, build] = line.split(" ");
    return release && builtFrom && build ? [{ release, builtFrom, build }] : [];
  });

function printRelease(print: Print, { engine, name, version, status, notice, builds }: ReleaseView): void {
  print(`${`${name} ${version}`.padEnd(18)}${status}${notice ? `: ${notice.reason} (${notice.link})` : ""}`);
  if (builds.length === 0) print(`  no build is there: bin/admin engines build ${engine}:${version}`);
  for (const { build, builtFrom, newer, fixesMissing, databases } of builds) {
    const what = `${build ?? "unknown build"}${builtFrom ? ` of ${builtFrom}` : ""}`;
    const count = databases.length === 1 ? "1 database" : `${databases.length} databases`;
    print(`  ${what}, ${count}${databases.length > 0 ? `: ${databases.join(", ")}` : ""}`);
    if (newer) print(`    newer: ${newer}`);
    if (fixesMissing) print(`    security fixes missing: ${fixesMissing.reason} (${fixesMissing.link})`);
  }
}
