import { randomUUID } from "node:crypto";
import type { Redis } from "ioredis";
import { GATEWAY_USER } from "../../core/databases/users";
import { DomainError } from "../../core/errors";
import { SECOND_MS } from "../../core/units";
import type { RedisTarget } from "../../ports/redis-admin";
import type { RedisUsers, UserRules } from "../../ports/redis-users";
import type { Link } from "./connection";
import { categoriesIn, mayRun } from "./reckon";
import { type Command, runTogether } from "./transaction";
import { unknownAnswer } from "./translate";
import { withConnection } from "./with-connection";

/** Users of running nodes through the link. */
export function redisUsers(link: Link): RedisUsers {
  const on = <T>(target: RedisTarget, work: (redis: Redis) => Promise<T>) =>
    withConnection(link, target, work);
  return {
    apply: (target, { set, removed, isClosed }) =>
      on(target, async (redis) => {
        await assertServing(redis, target, isClosed);
        const kills = set.map(({ name }): Command => ["CLIENT", "KILL", "USER", name]);
        const gone: Command[] = removed.length > 0 ? [["ACL", "DELUSER", ...removed]] : [];
        await runTogether(redis, [...set.map(setUser), ...kills, ...gone, ["ACL", "SAVE"]]);
      }),
    adjust: (target, set, { isClosed } = { isClosed: false }) =>
      on(target, async (redis) => {
        await assertServing(redis, target, isClosed);
        await runTogether(redis, [...set.map(setUser), ["ACL", "SAVE"]]);
      }),
    disconnect: (target, names) =>
      on(target, async (redis) => {
        await runTogether(
          redis,
          names.map((name): Command => ["CLIENT", "KILL", "USER", name]),
        );
      }),
    oldestConnection: (target, names) => on(target, (redis) => oldestConnection(redis, names)),
    preview: (target, input) => on(target, (redis) => preview(redis, input)),
  };
}

const setUser = ({ name, rules }: UserRules): Command => ["ACL", "SETUSER", name, ...rules];

/** A node that was just replaced must let nobody in again. */
async function assertServing(redis: Redis, { serviceName }: RedisTarget, isClosed = false): Promise<void> {
  if (isClosed) return;
  const user = await redis.call("ACL", "GETUSER", GATEWAY_USER);
  const flags = Array.isArray(user) ? user[user.indexOf("flags") + 1] : null;
  if (Array.isArray(flags) && flags.includes("on")) return;
  throw new DomainError("conflict", "not_serving", `${serviceName} does not serve at this moment.`);
}

/** https://redis.io/docs/latest/commands/client-list/ */
async function oldestConnection(redis: Redis, names: readonly string[]): Promise<Date | null> {
  const lines = String(await redis.client("LIST")).split("\n");
  const ages = lines.flatMap((line) => {
    const user = / user=(\S+)/.exec(line)?.[1];
    const age = / age=(\d+)/.exec(line)?.[1];
    return user !== undefined && names.includes(user) && age !== undefined ? [Number(age)] : [];
  });
  return ages.length === 0 ? null : new Date(Date.now() - Math.max(...ages) * SECOND_MS);
}

type Input = Parameters<RedisUsers["preview"]>[1];

/** Asks by a user that is made and deleted within one transaction, so that nobody ever meets it. */
async function preview(redis: Redis, { rules, trials }: Input): Promise<(boolean | null)[]> {
  const name = `preview-${randomUUID()}`;
  const transaction = redis.multi();
  transaction.call("ACL", "SETUSER", name, "reset", "off", ...rules);
  for (const { words } of trials) transaction.call("ACL", "DRYRUN", name, ...words);
  transaction.call("ACL", "DELUSER", name);
  const answers = await transaction.exec();
  const [made, ...tried] = answers ?? [];
  if (!made || made[0]) throw made?.[0] ?? unknownAnswer("ACL SETUSER");
  const said = tried.slice(0, trials.length);
  if (said.every(([error]) => error && /subcommand/i.test(error.message)))
    return reckon(redis, { rules, trials });
  return said.map(([error, answer]) => (error ? null : answer === "OK"));
}

/** 6.0 cannot be asked, but tells which commands a category has. */
async function reckon(redis: Redis, { rules, trials }: Input): Promise<(boolean | null)[]> {
  const members = new Map<string, Set<string>>();
  for (const category of categoriesIn(rules)) {
    const names = await redis.call("ACL", "CAT", category);
    if (!Array.isArray(names)) throw unknownAnswer("ACL CAT");
    members.set(category, new Set(names.map(String)));
  }
  const known = await redis.call("COMMAND", "INFO", ...trials.map(({ words }) => words[0] ?? ""));
  if (!Array.isArray(known)) throw unknownAnswer("COMMAND INFO");
  return trials.map(({ words, isBeyond }, index) =>
    known[index] ? !isBeyond && mayRun(rules, members, words) : null,
  );
}
