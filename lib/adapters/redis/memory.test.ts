import { describe, expect, it } from "vitest";
import { redisAdminContract } from "../../ports/redis-admin.contract";
import { memoryRedisAdmin } from "./memory";

const target = { serviceName: "t1-a-1-node-1", user: "berth", password: "right-password" };

describe("memoryRedisAdmin", () => {
  redisAdminContract(async () => ({
    admin: memoryRedisAdmin({
      isRunning: (serviceName) => serviceName === target.serviceName,
      isPasswordRight: ({ password }) => password === target.password,
    }),
    target,
    version: "8.0.2",
    missingServiceName: "t1-a-1-node-2",
  }));

  it("fails once where a test says", async () => {
    const admin = memoryRedisAdmin();
    const error = new Error("told to fail");
    admin.failNext("ping", error);
    await expect(admin.ping(target)).rejects.toBe(error);
    await admin.ping(target);
    expect(admin.calls()).toEqual([
      { method: "ping", serviceName: target.serviceName },
      { method: "ping", serviceName: target.serviceName },
    ]);
  });

  it("a save that the server reports as failed throws", async () => {
    const admin = memoryRedisAdmin();
    admin.setInfo(target.serviceName, { isLastSaveOk: false });
    await expect(admin.save(target, 1_000)).rejects.toMatchObject({ reason: "save_failed" });
  });
});
