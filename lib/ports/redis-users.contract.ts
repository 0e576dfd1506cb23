import { beforeAll, describe, expect, it } from "vitest";
import type { RedisTarget } from "./redis-admin";
import type { RedisUsers } from "./redis-users";

/** A running server that serves, and the name of a service that is not there. */
export type RedisUsersHarness = { users: RedisUsers; target: RedisTarget; missingServiceName: string };

const RULES = ["reset", "on", `#${"a".repeat(64)}`, "~*", "-@all", "+@read"];
const TRIALS = [
  { words: ["GET", "k"], isBeyond: false },
  { words: ["GET", "another"], isBeyond: true },
];

/** What every adapter of the port guarantees. */
export function redisUsersContract(make: () => Promise<RedisUsersHarness>): void {
  describe("redis users", () => {
    let harness: RedisUsersHarness;
    beforeAll(async () => {
      harness = await make();
    });

    it("sets and removes users as often as one likes, also who is not there", async () => {
      const { users, target } = harness;
      const change = { set: [{ name: "somebody", rules: RULES }], removed: ["nobody-at-all"] };
      await users.apply(target, change);
      await users.apply(target, change);
      await users.adjust(target, [{ name: "somebody", rules: ["resetpass", `#${"b".repeat(64)}`] }]);
      await users.apply(target, { set: [], removed: ["somebody"] });
      await users.apply(target, { set: [], removed: ["somebody"] });
    });

    it("says what a user might do", async () => {
      const { users, target } = harness;
      expect(await users.preview(target, { rules: ["~k", "-@all", "+@read"], trials: TRIALS })).toEqual([
        true,
        false,
      ]);
    });

    it("of users without a connection there is no oldest one, and none to end", async () => {
      const { users, target } = harness;
      expect(await users.oldestConnection(target, ["nobody-at-all"])).toBeNull();
    });

    it("a node that is not there is told as such", async () => {
      const { users, target, missingServiceName } = harness;
      const gone = { ...target, serviceName: missingServiceName };
      await expect(users.apply(gone, { set: [], removed: [] })).rejects.toMatchObject({
        code: "unavailable",
      });
    });
  });
}
