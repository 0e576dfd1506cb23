// Told to `two-berths.integration.test.ts` line by line, since it must run in the network of the second of four hosts.

import { prisma } from "../../lib/db/client";
import { countLiveWorkers } from "../../lib/db/workers";
import { platform } from "../../lib/runtime/container";
import { getDatabase } from "../../lib/services/databases/get-database";
import { moveDatabase } from "../../lib/services/databases/move-database";
import { askForDatabase, makeContext, operationEnded, stepBegun } from "./control-plane";
import { dataOf } from "./data";
import { countNodes, holdOn, hostsWithin, urlOf } from "./on-many-hosts";
import { ask, startHostWriter, tell, until } from "./story-side";

const APP = "outlives";
const DATA_BYTES = 60_000_000;
const [, , second = "", first = "", third = "", far = "", ...sockets] = process.argv;

await ask("startBerth", first);
await ask("startBerth", second);
// Opens the records.
platform();
const ctx = await makeContext();
const areBothThere = async () => ((await countLiveWorkers()) === 2 ? true : null);
tell("both work", await until(areBothThere));
const hosts = await hostsWithin(ctx, 4);

const asked = await askForDatabase(ctx, APP, "256m");
const { resourceId } = asked;
tell("made", (await operationEnded(ctx, asked)).status);
const hostNow = async () => (await getDatabase(ctx, { resourceId })).hostName ?? "";
const moveTo = async (host: string) => {
  const { id: operationId } = await moveDatabase(ctx, { resourceId, host });
  return { app: APP, operationId };
};
if ((await hostNow()) !== far) await operationEnded(ctx, await moveTo(far));
/** The docker command asks the engine where the database is. */
const lookThere = async () => {
  process.env.DOCKER_HOST = `unix://${(await hostNow()) === far ? sockets[1] : sockets[0]}`;
};
await lookThere();
const data = await dataOf(ctx, resourceId);
await data.fill(DATA_BYTES);
const before = await data.digest();
const place = hosts?.find(({ name }) => name === third) ?? { id: "" };
const service = await holdOn(ctx, APP, place);
const url = await urlOf(ctx, resourceId);

const workerOf = async (operationId: string) => {
  const rows = await prisma().$queryRaw<{ executor_id: string }[]>`
    SELECT executor_id FROM dbos.workflow_status WHERE workflow_uuid = ${operationId}`;
  return rows[0]?.executor_id;
};

/** Asks for a hand-over between the third host and the far one, and answers once the first Berth's worker has brought it to that step. */
async function moveOfFirst(step: string): Promise<string> {
  const target = (await hostNow()) === far ? third : far;
  // Either of them may be the first to take it.
  await ask("holdBerth", second);
  const key = await moveTo(target);
  await until(async () => ((await workerOf(key.operationId)) === "worker-1" ? true : null));
  await ask("letBerthGoOn", second);
  await stepBegun(ctx, key, step);
  return key.operationId;
}

for (const step of ["wait-for-sync", "cut-over"]) {
  const writer = await startHostWriter(step, { host: third, service, url });
  await writer.wrote(50);
  await writer.begin();
  const operationId = await moveOfFirst(step);
  await ask("lose", first);
  const ended = await operationEnded(ctx, { app: APP, operationId });
  const goesOn = await writer.wrote(50);
  const { lost, longestMs } = await writer.report();
  await lookThere();
  tell(`host lost at ${step}`, {
    ended: ended.error?.message ?? ended.status,
    by: await workerOf(operationId),
    nodes: await countNodes(ctx, resourceId),
    "writes go on": goesOn,
    lost,
    "has its data": (await data.digest()) === before,
  });
  tell(`host lost at ${step}, without a write ms`, longestMs);
  await ask("powerOn", first);
  await ask("startBerth", first);
  tell(`back after ${step}`, await until(areBothThere));
}

// All of Berth is lost.
const alone = await startHostWriter("alone", { host: third, service, url });
await ask("killBerth", first);
await ask("killBerth", second);
tell("serves without Berth", await alone.wrote(500));
tell("lost without Berth", (await alone.report()).lost);
process.exit(0);
