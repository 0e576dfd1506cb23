// The worker of a release before this one, for `lost-operations.integration.test.ts`, which ends it with `kill -9` in the middle of a story.
import { memoryContainers } from "../../lib/adapters/docker/memory/container-stats";
import { memoryDockerEngine } from "../../lib/adapters/docker/memory/engine";
import { memoryRedisAdmin } from "../../lib/adapters/redis/memory";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import { connectDatabase } from "../../lib/db/client";
import { shiftOf } from "../../lib/runtime/shift";
import { startWorkflowEngine } from "../../lib/runtime/workflow-engine";
import type { DepsOf } from "../../lib/workflows/deps";
import { worldOf } from "../world";

const databaseUrl = process.argv[2] ?? "";
connectDatabase(databaseUrl);

/** One step, then another one, then one that does not end. */
async function provision({ step }: DepsOf<"provision">, operationId: string): Promise<void> {
  await step("begin", async () => {});
  await step("choose-host", async () => {});
  await step("create-network", async () => {});
  await step("store-secrets", async () => {
    process.stdout.write(`told ${operationId}\n`);
    await new Promise(() => setInterval(() => {}, 60_000));
  });
}

await startWorkflowEngine({
  world: worldOf({
    instance: "former",
    plans: DEFAULT_PLANS,
    cipher: { encrypt: (text) => text, decrypt: (text) => text },
    engine: memoryDockerEngine({ instance: "former" }),
    redis: memoryRedisAdmin(),
    containers: memoryContainers(),
  }),
  databaseUrl,
  workerId: "worker-1",
  shift: shiftOf("worker-1", "here"),
  keepLink: async () => {},
  stories: { provision },
});
