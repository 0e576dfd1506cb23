import { z } from "zod";
import { RELEASE_ROUTES } from "@/lib/contract/api/releases";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { followWave } from "../follow-wave";
import { releaseNamed } from "../release";
import { releaseWaveWords } from "../render/releases";
import type { Session } from "../session";

export const releasesUpgrade = command({
  name: "releases-upgrade",
  usage: "<release>",
  group: "Releases",
  summary: "upgrade all databases of a release, such as redis:VERSION, to its newest build (administrators)",
  options: [
    ["--next-window", "each in its first maintenance window that is a day ahead"],
    ["--at-once <number>", "so many side by side; 1 unless said"],
  ],
  input: z.object({
    release: z.string(),
    nextWindow: z.boolean().default(false),
    atOnce: z.coerce.number().int().min(1).optional(),
  }),
  async run(session, { release, nextWindow, atOnce }) {
    const { call, options, terminal } = session;
    const params = releaseNamed(release);
    const body = { when: nextWindow ? "windows" : "now", ...(atOnce !== undefined && { at_once: atOnce }) };
    const { data } = await call(RELEASE_ROUTES.upgradeRelease, { params, body });
    // Windows are days away.
    if (session.waiting === "no" || nextWindow)
      return options.json
        ? terminal.json(data)
        : terminal.status(`${data.message}: berth releases says how far`);
    const wave = await followWave(session, {
      look: () => look(session, params),
      done: "upgraded",
      failure: (failed) => ({
        words: `The upgrade of ${release} ended early: ${releaseWaveWords(failed)}`,
        ways: [`Go on: berth releases-upgrade ${release}`],
      }),
    });
    if (options.json) return terminal.json(wave);
    terminal.status(`All databases of ${release} have its newest build (${releaseWaveWords(wave)})`);
  },
});

async function look({ call }: Session, { engine, version }: { engine: string; version: string }) {
  const { releases } = (await call(RELEASE_ROUTES.listReleases)).data;
  const wave = releases.find((known) => known.engine === engine && known.version === version)?.wave;
  if (!wave) throw new Failure(EXIT.failed, `There is no release ${engine}:${version} any more.`, []);
  return { wave, parts: wave.databases };
}
