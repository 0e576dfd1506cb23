import { describe, expect, it } from "vitest";
import { redisReplicationContract } from "../../ports/redis-replication.contract";
import { memoryRedisAdmin } from "./memory";
import { memoryRedisReplication } from "./memory-replication";

const target = (number: number) => ({
  serviceName: `t1-a-1-node-${number}`,
  user: "berth",
  password: "right-password",
});
const [from, to] = [target(1), target(2)];

function make() {
  const admin = memoryRedisAdmin({
    isRunning: (name) => name === from.serviceName || name === to.serviceName,
  });
  const replication = memoryRedisReplication(admin, {
    startOf: (name) => ({
      isOpen: name === from.serviceName,
      follows: name === to.serviceName ? "127.0.0.1" : null,
    }),
  });
  return { admin, replication };
}

describe("memoryRedisReplication", () => {
  redisReplicationContract(async () => {
    const { admin, replication } = make();
    const write = async ({ serviceName }: { serviceName: string }, keys: readonly string[]) =>
      replication.write(serviceName, keys.length);
    const startOver = async ({ serviceName }: { serviceName: string }) => replication.startOver(serviceName);
    return { admin, replication, from, to, write, startOver };
  });

  it("a held replica gets nothing until it is let go", async () => {
    const { admin, replication } = make();
    replication.hold(to.serviceName, true);
    replication.write(from.serviceName, 3);
    await replication.follow({ replica: to, master: from, bufferBytes: 1 });
    expect(await replication.state(to)).toMatchObject({ role: "slave", isLinkUp: false });
    expect(admin.infoOf(to.serviceName).keys).toBe(0);
  });

  it("fails once where a test says, before or after its work", async () => {
    const { replication } = make();
    const error = new Error("told to fail");
    replication.failNext("fence", error, "after");
    await expect(replication.fence(from, null)).rejects.toBe(error);
    expect(replication.openNodes()).toEqual([]);
  });
});
