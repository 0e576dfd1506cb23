import { describe, expect, it } from "vitest";
import { DomainError } from "../../core/errors";
import { readDump, redisDumpContract } from "../../ports/redis-dump.contract";
import { memoryRedisDumps } from "./memory-dump";

const target = { serviceName: "t1-app-1-node-1", user: "berth", password: "right" };

describe("memoryRedisDumps", () => {
  redisDumpContract(async () => ({
    dumps: memoryRedisDumps({
      isRunning: (serviceName) => serviceName === target.serviceName,
      isPasswordRight: ({ password }) => password === "right",
    }),
    target,
    missingServiceName: "t1-app-1-node-2",
  }));

  it("sends what a test says, and fails once where it says", async () => {
    const dumps = memoryRedisDumps();
    dumps.setDump(Buffer.from("REDIS0012 other"));
    const error = new DomainError("unavailable", "told", "told to fail");
    for (const when of ["before", "within"] as const) {
      dumps.failNext(error, when);
      await expect(readDump(dumps, target)).rejects.toBe(error);
      expect(String(await readDump(dumps, target))).toBe("REDIS0012 other");
    }
  });
});
