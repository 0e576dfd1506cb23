import { afterAll, beforeAll, expect, test } from "vitest";
import { prisma } from "../../lib/db/client";
import { loadDatabase } from "../../lib/db/databases";
import { loadOperation } from "../../lib/db/operations";
import { moveDatabase } from "../../lib/services/databases/move-database";
import { replaceNode } from "../../lib/workflows/replace-node";
import { casesOf } from "../long";
import { at, startGroupBerth } from "./group-berth";

const LONG_MS = 600_000;
/** Of the move of a node: where the worker dies. */
const HAND_OVER = at(7);
const RECORD = at(8);

let berth: Awaited<ReturnType<typeof startGroupBerth>>;
beforeAll(async () => {
  berth = await startGroupBerth({ hosts: 4 });
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
});

const RELEASES = [
  { provider: "redis", version: "7.0.15" },
  { provider: "redis", version: "8.0.2" },
  { provider: "valkey", version: "8.1.1" },
  { provider: "valkey", version: "9.1.2" },
];

test.each(casesOf(RELEASES, ({ version }) => version === "7.0.15" || version === "9.1.2"))(
  "the nodes of a $provider $version move, the master too, without a lost write, and it fails over afterwards",
  async (release) => {
    const made = await berth.makeDatabase(`moves-${release.provider}`, "200m-ha", release);
    const { resourceId, databaseId, change, isWhole, nodes, killNode, nodeName, whileWritten } = made;
    const move = async (number: number) =>
      (await moveDatabase(berth.ctx, { resourceId, node: nodeName(number), host: undefined })).id;
    await isWhole();
    const master = await move(1);
    const longestMs = await change(replaceNode, master, HAND_OVER);
    expect((await nodes()).map((node) => node.split(" ")[0])).toEqual(["2", "3", "4"]);
    await isWhole();
    const { steps } = await loadOperation(master);
    const pause = steps.find(({ name }) => name === "hand-over")?.detail;
    process.stderr.write(
      `${release.version}: ${JSON.stringify(pause)}, without a write for ${longestMs} ms\n`,
    );
    await change(replaceNode, await move(3), RECORD);
    expect((await nodes()).map((node) => node.split(" ")[0])).toEqual(["2", "4", "5"]);
    await isWhole();
    expect(await prisma().event.count({ where: { databaseId, type: "failover" } })).toBe(0);
    await whileWritten(async () => {
      const active = (await loadDatabase(databaseId)).nodes.find(({ status }) => status === "active");
      await killNode(active?.number ?? 0);
      await made.hasFailedOver();
    });
    await isWhole();
    await made.remove();
    await berth.expectNothingLeft();
  },
  LONG_MS,
);
