// Told to `stats-kill.integration.test.ts` line by line, since it must run in the network of the engine that is killed.
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { nodeName } from "../../lib/core/databases/names";
import type { Measures } from "../../lib/core/stats/measures";
import { ROUND_MS } from "../../lib/core/stats/resolutions";
import { MINUTE_MS } from "../../lib/core/units";
import { findAddonByResourceId } from "../../lib/db/addons";
import { findDatabaseStats } from "../../lib/db/database-stats";
import { listBands } from "../../lib/db/stats";
import { aloneKeeper } from "../../lib/runtime/alone";
import { platform } from "../../lib/runtime/container";
import { keepLink } from "../../lib/runtime/link";
import { keepPartitions } from "../../lib/sampling/roll-up";
import { sampler } from "../../lib/sampling/round";
import { askForDatabase, operationEnded } from "./control-plane";
import { docker } from "./stack";
import { story } from "./story";

const BACK_MS = 300_000;
const tell = (what: unknown) => process.stdout.write(`told ${JSON.stringify(what)}\n`);
const answered = () => once(process.stdin, "data");

await story(
  async ({ ctx, killWorker }) => {
    const asked = await askForDatabase(ctx, "watched");
    await operationEnded(ctx, asked);
    // From here on its sampler is the one in this process, whose rounds need not wait for the clock.
    await killWorker();
    const databaseId = (await findAddonByResourceId(asked.resourceId))?.databaseId ?? "";
    const service = nodeName({ instance: ctx.instance, resourceId: asked.resourceId }, 1);

    let nowMs = Math.ceil(Date.now() / ROUND_MS) * ROUND_MS + MINUTE_MS;
    const world = platform();
    const { round } = sampler({
      ...world,
      workerId: "story",
      log: { info: () => {}, warn: () => {} },
      alone: aloneKeeper(),
      now: () => nowMs,
    });
    await keepPartitions(nowMs);

    /** The row of one more round; undefined is a gap. */
    async function nextRow(): Promise<Measures | undefined> {
      nowMs += ROUND_MS;
      await round(nowMs);
      const span = { databaseIds: [databaseId], fromMs: nowMs, toMs: nowMs + 1 };
      return (await listBands("10s", span)).get(databaseId)?.[0]?.mean;
    }

    /** Rounds until one sees all: engine and Redis, and rates, which take two of them one after the other. */
    async function rowOnceSeen(): Promise<Measures | undefined> {
      for (const startedAt = Date.now(); ; await delay(200)) {
        // As the worker does: an engine that is started again does not bring the link back when its network is late.
        await keepLink().catch(() => {});
        const row = await nextRow();
        const isSeen = row?.memoryBytes != null && row.usedMemoryBytes != null && row.cpuPercent != null;
        if (isSeen || Date.now() - startedAt > BACK_MS) return row;
      }
    }

    const running = async () =>
      (await world.containers.listContainers(databaseId)).some(
        ({ serviceName, isRunning }) => serviceName === service && isRunning,
      );

    tell({ before: await rowOnceSeen() });

    tell("kill the engine");
    await answered();
    tell({ engineKilled: [await nextRow(), await nextRow()].map((row) => row ?? "gap") });
    tell("start the engine");
    await answered();
    tell({ engineBack: await rowOnceSeen() });

    await docker("service", "scale", "--detach", `${service}=0`);
    while (await running()) await delay(100);
    tell({ nodeStopped: [await nextRow(), await nextRow()].map((row) => row ?? "gap") });
    tell({ failure: (await findDatabaseStats(databaseId))?.latest.failure });
    await docker("service", "scale", "--detach", `${service}=1`);
    tell({ nodeBack: await rowOnceSeen() });
  },
  (left) => {
    tell({ left });
    return left.length === 0;
  },
);
