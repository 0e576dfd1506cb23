import { z } from "zod";
import { WAVE_PART_STATUSES } from "../../core/waves/wave";
import { type ReleaseView, type ReleaseWaveView, UpgradeReleaseInput, WAVE_TIMES } from "../releases";
import { NoAnswer, route } from "./route";
import { ApiAtOnce, ApiWave, toApiWave } from "./waves";

const tag = "Releases";

const ApiNotice = z.object({ reason: z.string(), link: z.string() });

const ApiReleaseWave = ApiWave.extend({
  when: z.enum(WAVE_TIMES),
  databases: z
    .array(
      z.object({
        resource_id: z.string(),
        app_name: z.string(),
        operation_id: z.string().nullable(),
        maintenance_window: z.iso.datetime().nullable(),
        status: z
          .enum(WAVE_PART_STATUSES)
          .describe(
            "`waiting` for its window; `left-out` where somebody took it back, or removed the database.",
          ),
      }),
    )
    .describe("Each that it has begun, or that waits for its window."),
}).meta({ id: "ReleaseWave" });

const ApiRelease = z
  .object({
    engine: z.string(),
    version: z.string(),
    name: z.string(),
    status: z.enum(["offered", "deprecated", "withdrawn", "unknown"]),
    notice: ApiNotice.nullable(),
    builds: z
      .array(
        z.object({
          build: z.string().nullable().describe("Debian's revision or a registry's digest."),
          built_from: z.string().nullable(),
          fixes_missing: ApiNotice.nullable(),
          source_answered_at: z.iso.datetime().nullable().describe("When its source was asked with success."),
          source_away_since: z.iso.datetime().nullable(),
          newer: z.string().nullable().describe("A newer build of the same source, there or to be made."),
          upgrades_to: z.string().nullable().describe("The newest build that is there, if it is another."),
          databases: z.array(z.string()).describe("Resource ids of those that run it."),
        }),
      )
      .describe("Oldest first."),
    wave: ApiReleaseWave.nullable().describe("The newest upgrade of all its databases."),
  })
  .meta({ id: "Release" });

const toApiReleaseWave = (view: ReleaseWaveView): z.infer<typeof ApiReleaseWave> => ({
  ...toApiWave(view),
  when: view.when,
  databases: view.parts.map((part) => ({
    resource_id: part.resourceId,
    app_name: part.appName,
    operation_id: part.operationId,
    maintenance_window: part.windowAt,
    status: part.status,
  })),
});

/** A release in the words of the API. */
export const toApiRelease = (view: ReleaseView): z.infer<typeof ApiRelease> => ({
  engine: view.engine,
  version: view.version,
  name: view.name,
  status: view.status,
  notice: view.notice,
  builds: view.builds.map((build) => ({
    build: build.build,
    built_from: build.builtFrom,
    fixes_missing: build.fixesMissing,
    source_answered_at: build.source?.answeredAt ?? null,
    source_away_since: build.source?.awaySince ?? null,
    newer: build.newer,
    upgrades_to: build.upgradesTo,
    databases: build.databases,
  })),
  wave: view.wave && toApiReleaseWave(view.wave),
});

const params = z.object({
  engine: z.string().min(1).max(50).describe("`redis` or `valkey`."),
  version: z.string().min(1).max(50),
});

/** Routes about releases of engines, for administrators. */
export const RELEASE_ROUTES = {
  listReleases: route({
    method: "GET",
    path: "/v1/releases",
    tag,
    summary: "Releases of engines, their builds, the databases on each, and how far an upgrade of them is",
    needs: "admin",
    answer: z.object({ releases: z.array(ApiRelease) }),
  }),
  upgradeRelease: route({
    method: "POST",
    path: "/v1/releases/{engine}/{version}/upgrade",
    tag,
    summary:
      "Upgrade all databases of a release to its newest build, now or in their maintenance windows; the first that fails stops it",
    needs: "admin",
    params,
    body: z.object({ when: UpgradeReleaseInput.shape.when, at_once: ApiAtOnce }),
    status: 202,
    answer: z.object({ message: z.string() }),
  }),
  stopReleaseUpgrade: route({
    method: "POST",
    path: "/v1/releases/{engine}/{version}/stop",
    tag,
    summary:
      "Stop the upgrade of its databases: what waits for its window is taken back, what is under way goes on to its end",
    needs: "admin",
    params,
    status: 204,
    answer: NoAnswer,
  }),
};
