import type { ReleaseView } from "../contract/releases";
import { nameOf } from "../core/engines/builds";
import { DomainError } from "../core/errors";
import { HOUR_MS } from "../core/units";
import { findLastCheck } from "../db/release-sources";
import { listReleases } from "../services/platform/list-releases";
import { checkReleases } from "../services/releases/check-releases";
import { platform } from "./container";
import { askSources, images, wantedReleases } from "./release-sources";

type Print = (line: string) => void;

/** What is on offer, which builds of it are there, and which databases run them; and why the operator's file is not in force, if it is not. */
export async function printReleases(print: Print): Promise<void> {
  for (const release of await listReleases(platform())) printRelease(print, release);
  const refusal = platform().catalogRefusal();
  if (refusal) print(refusal);
  if (!platform().areReleasesChecked)
    print("Nobody asks their sources daily (BERTH_RELEASE_CHECK=off): bin/admin engines check does it now.");
  const last = await findLastCheck();
  if (last?.reason) print(`The daily check came to nothing at ${last.endedAt.toISOString()}: ${last.reason}`);
}

/**
 * Asks the sources what they have now, and keeps it as the daily check does. @throws DomainError `unavailable` reason `fixes_missing` when a
 * database runs an older build.
 */
export async function checkNow(print: Print, names: string[]): Promise<void> {
  const { catalog } = platform();
  const asked = await wanted(names);
  const answers = await askSources(catalog, asked);
  const releases = await checkReleases(platform(), answers, new Date());
  for (const release of releases) printRelease(print, release);
  const answered = new Set(answers.flatMap(({ release, build }) => (build === null ? [] : [release])));
  for (const release of releases)
    if (asked.includes(nameOf(release)) && release.builds.length > 0 && !answered.has(nameOf(release)))
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
  await images(platform().catalog, ["--beside", ...(await wanted(names))], HOUR_MS);
  await printReleases(print);
}

/** Releases as `images/build` names them: those named, all of an engine that is (`valkey`), or all that can be chosen and are wanted here. */
async function wanted(names: string[]): Promise<string[]> {
  const { catalog } = platform();
  if (names.length === 0) return wantedReleases(platform());
  return names.flatMap((name) => {
    const ofEngine = catalog.filter((release) => release.engine === name && release.status !== "withdrawn");
    if (ofEngine.length > 0) return ofEngine.map(nameOf);
    if (catalog.some((release) => nameOf(release) === name)) return [name];
    const known = catalog.map(nameOf).join(", ");
    const rest = "What was added to BERTH_ENGINES_FILE since the last start is in force from the next one.";
    throw new DomainError(
      "not_found",
      "release",
      `There is no release ${name}; there are: ${known}. ${rest}`,
    );
  });
}

function printRelease(print: Print, { engine, name, version, status, notice, builds }: ReleaseView): void {
  print(`${`${name} ${version}`.padEnd(18)}${status}${notice ? `: ${notice.reason} (${notice.link})` : ""}`);
  if (builds.length === 0) print(`  no build is there: bin/admin engines build ${engine}:${version}`);
  for (const build of builds) printBuild(print, build);
}

function printBuild(print: Print, told: ReleaseView["builds"][number]): void {
  const { build, builtFrom, source, newer, fixesMissing, databases } = told;
  const what = `${build ?? "unknown build"}${builtFrom ? ` of ${builtFrom}` : ""}`;
  const count = databases.length === 1 ? "1 database" : `${databases.length} databases`;
  print(`  ${what}, ${count}${databases.length > 0 ? `: ${databases.join(", ")}` : ""}`);
  if (newer) print(`    newer: ${newer}`);
  if (fixesMissing) print(`    security fixes missing: ${fixesMissing.reason} (${fixesMissing.link})`);
  if (source?.awaySince) print(`    its source does not answer since ${source.awaySince}: ${source.reason}`);
  else if (source?.answeredAt) print(`    its source answered last at ${source.answeredAt}`);
}
