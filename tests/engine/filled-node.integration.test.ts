import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { linkDoor } from "../../lib/adapters/redis/door";
import { redisDumps } from "../../lib/adapters/redis/dump";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { offeredVersions } from "../../lib/core/engines/versions";
import { readDump } from "../../lib/ports/redis-dump.contract";
import { dumpNodes, planOf } from "./dump-nodes";
import { newInstanceId, removeEverything, startLink } from "./stack";

const VERSIONS = offeredVersions(DEFAULT_CATALOG, REDIS);
const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
let link: LinkAddress;

beforeAll(async () => {
  link = await startLink(engine, instance);
});
afterAll(() => removeEverything(instance));

const dumps = redisDumps(linkDoor(async () => link));

describe.each(VERSIONS)("a dump of Redis %s in the volume of a new node", (version) => {
  const resourceId = `app-${5_200 + VERSIONS.indexOf(version)}`;
  const node = dumpNodes(
    { engine, instance, link: () => link },
    { resourceId, version, plan: planOf("256m") },
  );
  const dumped = () => readDump(dumps, node.target());

  beforeAll(async () => {
    await node.start();
    await node.fillWithSamples();
  });

  it.each<Record<string, string>>([{}, { appendonly: "yes" }])(
    "a node that begins with it, set to %j, has all of it and keeps it through two power cuts",
    async (carried) => {
      const number = carried.appendonly ? 3 : 2;
      await node.startFilled(number, await dumped(), carried);
      const found = async () => [
        await node.ask("strlen binary", { number }),
        await node.ask("get long-lived", { number, database: 3 }),
        await node.ask("xlen stream", { number }),
      ];
      expect(await found()).toEqual(["300000", "1", "1"]);
      for (const round of [1, 2]) {
        if (carried.appendonly) {
          await node.ask("config set appendfsync always", { number });
          await node.ask(`set written ${round}`, { number });
        }
        await node.kill(number);
        expect(await found()).toEqual(["300000", "1", "1"]);
        if (carried.appendonly) expect(await node.ask("get written", { number })).toBe(String(round));
      }
    },
    480_000,
  );
});
