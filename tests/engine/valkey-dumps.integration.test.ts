import { afterAll, beforeAll, expect, it } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { linkDoor } from "../../lib/adapters/redis/door";
import { redisDumps } from "../../lib/adapters/redis/dump";
import { VALKEY } from "../../lib/core/engines/valkey/engine";
import { readDump } from "../../lib/ports/redis-dump.contract";
import { proveDump } from "../../lib/workflows/parts/prove-dump";
import { isLong } from "../long";
import { dumpNodes, planOf } from "./dump-nodes";
import { newInstanceId, removeEverything, startLink } from "./stack";

const VERSION = "9.1.2";
const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
let link: LinkAddress;
beforeAll(async () => {
  link = await startLink(engine, instance);
});
afterAll(() => removeEverything(instance));

// What sid holds today is another version tomorrow: a run that everybody makes must not need it.
it.runIf(isLong)(
  `a dump of Valkey ${VERSION} is taken and proven though fields of a hash expire`,
  async () => {
    const node = dumpNodes(
      { engine, instance, link: () => link },
      { resourceId: "app-5100", nodeEngine: VALKEY, version: VERSION, plan: planOf("256m") },
    );
    await node.start();
    await node.ask("hset hash soon 1 stays 2");
    expect(await node.ask("hexpire hash 86400 fields 1 soon")).toBe("1");
    const told = await node.admin.info(node.target());
    expect(told).toMatchObject({ provider: "valkey", version: VERSION, hasFieldTtl: true });
    const dumps = redisDumps(linkDoor(async () => link));
    // In the form that it has for others there is no place for such fields.
    await expect(readDump(dumps, node.target())).rejects.toMatchObject({ code: "unavailable" });
    const dump = await readDump(dumps, node.target(), told);
    expect(dump.toString("latin1", 0, 9)).toBe("VALKEY080");
    expect(await proveDump({ engine }, await node.proofOf(dump))).toMatchObject({ keysByDatabase: { 0: 1 } });
  },
  360_000,
);
