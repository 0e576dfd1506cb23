import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { buildLines, isThere, nameOf } from "../core/engines/builds";
import type { Catalog } from "../core/engines/catalog/release";
import { readAnswers, type SourceAnswer } from "../core/engines/sources";
import { DomainError, isUnavailable } from "../core/errors";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../core/units";
import { endCheck, takeCheck } from "../db/release-sources";
import type { DockerEngine } from "../ports/docker-engine";
import { checkReleases } from "../services/releases/check-releases";
import { childEnvironment } from "./config";
import { log } from "./log";

const run = promisify(execFile);

/** A source that does not answer is waited for some seconds, and there are a few of each release. */
const ASK_MAX_MS = 10 * MINUTE_MS;
/** What came to nothing, or was cut off, is tried again then; the first check is not among all that a start does. */
const AGAIN_MS = HOUR_MS;

type World = { catalog: Catalog; engine: Pick<DockerEngine, "listBuilds"> };

/** Runs `images/build`. @throws DomainError `unavailable` reason `images_build` with what it said. */
export async function images(catalog: Catalog, words: string[], timeoutMs: number): Promise<string> {
  const env = childEnvironment({ BERTH_RELEASES: buildLines(catalog) });
  try {
    return (await run("images/build", words, { env, timeout: timeoutMs })).stdout;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    const message = said || "images/build did not end in time.";
    throw new DomainError("unavailable", "images_build", message, { cause: error });
  }
}

/** Releases that can be chosen and are wanted here, as `images/build` names them. @throws DomainError `unavailable`. */
export async function wantedReleases({ catalog, engine }: World): Promise<string[]> {
  const builds = await engine.listBuilds();
  const offered = catalog.filter(({ status }) => status !== "withdrawn");
  return offered.filter((release) => isThere(builds, release)).map(nameOf);
}

/** Asks the sources of these releases what they have now. @throws DomainError `unavailable` reason `images_build`. */
export const askSources = async (catalog: Catalog, names: string[]): Promise<SourceAnswer[]> =>
  names.length === 0 ? [] : readAnswers(await images(catalog, ["--newest", ...names], ASK_MAX_MS));

/**
 * Asks all sources once a day, unless that is switched off, and tells what is newer. Safe at any time, and by several workers at once: one of
 * them does it.
 */
export async function keepReleases(
  world: World & { areReleasesChecked: boolean },
  now: Date,
  ask: typeof askSources = askSources,
): Promise<void> {
  if (!world.areReleasesChecked) return;
  const again = new Date(now.getTime() + AGAIN_MS);
  if (!(await takeCheck(now, { firstAt: again, againAt: again }))) return;
  try {
    const answers = await ask(world.catalog, await wantedReleases(world));
    await checkReleases(world, answers, now);
    await endCheck({ dueAt: new Date(now.getTime() + DAY_MS), endedAt: now, reason: null });
    const away = answers.filter(({ build }) => build === null).length;
    log.info("releases.checked", { sources: answers.length, away });
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    await endCheck({ dueAt: again, endedAt: now, reason: error.message });
    log.warn("releases.not_checked", { reason: error.reason });
  }
}
