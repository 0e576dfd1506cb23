import type { Redis } from "ioredis";
import { GROUP_USERS } from "../../core/availability/group";
import { BERTH_USER, GATEWAY_USER } from "../../core/databases/users";
import { FENCE_MARK } from "../../core/engines/redis/acl";
import type { Command } from "./transaction";
import { unknownAnswer } from "./translate";

/** Somebody else than the platform itself, who may sign in or was kept from it by a fence. */
export type Person = { name: string; isOn: boolean; isFenced: boolean };

const OWN: readonly string[] = [BERTH_USER, GATEWAY_USER, ...GROUP_USERS];

/** Lines such as `user default on #… ~* +@all`. @source https://redis.io/docs/latest/commands/acl-list/ */
export async function listPeople(redis: Redis): Promise<Person[]> {
  const lines = await redis.call("ACL", "LIST");
  if (!Array.isArray(lines)) throw unknownAnswer("ACL LIST");
  return lines.map(String).flatMap((line) => {
    const [, name = "", state, ...rules] = line.split(" ");
    if (OWN.includes(name)) return [];
    return [{ name, isOn: state === "on", isFenced: rules.includes(`#${FENCE_MARK}`) }];
  });
}

/** The mark, a password that nobody has, tells whom to let in again: somebody may have been switched off before. */
export const fencePeople = (people: readonly Person[]): Command[] =>
  people.filter(({ isOn }) => isOn).map(({ name }) => ["ACL", "SETUSER", name, "off", `#${FENCE_MARK}`]);

export const letPeopleIn = (people: readonly Person[]): Command[] =>
  people
    .filter(({ isFenced }) => isFenced)
    .map(({ name }) => ["ACL", "SETUSER", name, "on", `!${FENCE_MARK}`]);
