import { afterAll, beforeAll, describe, vi } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { redisAdmin } from "../../lib/adapters/redis/admin";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { redisReplication } from "../../lib/adapters/redis/replication";
import { nodeName } from "../../lib/core/databases/names";
import { DEFAULT_PLANS } from "../../lib/core/plans/catalog";
import type { RedisTarget } from "../../lib/ports/redis-admin";
import {
  type RedisReplicationHarness,
  redisReplicationContract,
} from "../../lib/ports/redis-replication.contract";
import {
  containerOf,
  newInstanceId,
  newPassword,
  removeEverything,
  shell,
  startLink,
  startNode,
} from "./stack";

const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
const plan = DEFAULT_PLANS[0]!;
const STEPS: [string, string][] = [
  ["6.0.16", "8.0.2"],
  ["7.0.15", "8.0.2"],
];
let link: LinkAddress;

beforeAll(async () => {
  link = await startLink(engine, instance);
});
afterAll(() => removeEverything(instance));

describe.each(STEPS)("from Redis %s to %s", (fromVersion, toVersion) => {
  const resourceId = `app-${4_000 + STEPS.findIndex(([a, b]) => a === fromVersion && b === toVersion)}`;
  const database = { instance, resourceId };
  const passwords = { owner: newPassword(), gateway: newPassword(), berth: newPassword() };
  const admin = redisAdmin(async () => link);
  const replication = redisReplication(async () => link);
  const target = (number: number): RedisTarget => ({
    serviceName: nodeName(database, number),
    user: "berth",
    password: passwords.berth,
  });
  const ask = async ({ serviceName }: RedisTarget, lines: readonly string[], user = "--user berth") =>
    shell(
      await containerOf(engine, serviceName),
      `printf '%s\\n' ${lines.map((line) => `'${line}'`).join(" ")} | redis-cli ${user}`,
      { REDISCLI_AUTH: user ? passwords.berth : passwords.owner },
    );
  const empty = async (number: number) => {
    await ask(target(number), ["REPLICAOF NO ONE"]);
    await replication.open(target(number));
    await ask(target(number), ["FLUSHALL"]);
  };

  beforeAll(async () => {
    const common = { database, appName: "app", plan, passwords };
    await startNode(engine, { ...common, number: 1, version: fromVersion });
    await startNode(engine, {
      ...common,
      number: 2,
      version: toVersion,
      isGatewayOn: false,
      isFollower: true,
    });
    for (const number of [1, 2])
      await vi.waitFor(() => admin.ping(target(number)), { timeout: 30_000, interval: 100 });
  });

  redisReplicationContract(async (): Promise<RedisReplicationHarness> => {
    await empty(1);
    await empty(2);
    await replication.fence(target(2), null);
    await ask(target(2), ["CLIENT UNPAUSE", "CONFIG SET min-replicas-to-write 0", "REPLICAOF 127.0.0.1 1"]);
    await ask(target(2), ["CONFIG REWRITE"]);
    const write = async (to: RedisTarget, keys: readonly string[]) => {
      const said = await ask(
        to,
        keys.map((key) => `SET ${key} 1`),
        "",
      );
      if (said.trim() !== keys.map(() => "OK").join("\n")) throw new Error(said);
    };
    // A start takes Swarm some seconds: the server reads its files again instead.
    const startOver = async (node: RedisTarget) => {
      const container = await containerOf(engine, node.serviceName);
      const read = 'while read -r name _; do [ "$name" = replicaof ] && echo yes; done < /data/redis.conf';
      const isFollower = (await shell(container, read)).includes("yes");
      await ask(node, [isFollower ? "REPLICAOF 127.0.0.1 1" : "REPLICAOF NO ONE", "ACL LOAD"]);
    };
    return { replication, admin, from: target(1), to: target(2), write, startOver };
  });
});
