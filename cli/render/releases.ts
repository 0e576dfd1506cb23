import type { z } from "zod";
import type { RELEASE_ROUTES } from "@/lib/contract/api/releases";
import { table } from "./table";
import { waveWords } from "./waves";

export type ApiRelease = z.infer<(typeof RELEASE_ROUTES)["listReleases"]["answer"]>["releases"][number];
type ApiReleaseWave = NonNullable<ApiRelease["wave"]>;

/** "running: 2 upgraded, 1 being upgraded" */
export const releaseWaveWords = (wave: ApiReleaseWave): string => waveWords(wave, wave.databases, "upgraded");

/** A line for each build, and one for a release without any. */
export const releasesTable = (releases: readonly ApiRelease[]): string[] =>
  table(
    ["RELEASE", "STATUS", "BUILD", "NEWER", "DATABASES", "UPGRADE"].map((header) => ({ header })),
    releases.flatMap((release) => {
      const heading = [`${release.engine}:${release.version}`, release.status];
      const wave = release.wave ? releaseWaveWords(release.wave) : "";
      if (release.builds.length === 0) return [[...heading, "none", "", "0", wave]];
      return release.builds.map((build) => [
        ...heading,
        build.build ?? "unknown",
        build.upgrades_to ?? (build.newer ? `${build.newer} (to be made)` : ""),
        String(build.databases.length),
        wave,
      ]);
    }),
  );
