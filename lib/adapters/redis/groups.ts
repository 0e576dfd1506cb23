import type { Redis } from "ioredis";
import { z } from "zod";
import type { Knowledge } from "../../core/availability/replace";
import { forgetCommand, refreshCommand, watchCommands } from "../../core/availability/sentinel";
import { agreedMaster, readSaid } from "../../core/availability/state";
import { onlyUnavailable } from "../../core/errors";
import type { Groups } from "../../ports/groups";
import type { RedisTarget } from "../../ports/redis-admin";
import type { Link } from "./connection";
import { followGroup, handOver } from "./group-master";
import { fieldsOf } from "./info";
import { withConnection } from "./with-connection";

/** Name and port, or null for a group that is not known. https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/ */
const Address = z.tuple([z.string(), z.string()]).nullable();
/** Fields of each group and their values by turns, `name` first. */
const Masters = z.array(z.tuple([z.literal("name"), z.string()], z.string()));
/** Of each replica or Sentinel its fields and their values by turns. */
const Fields = z.array(z.array(z.string()));

const say = (redis: Redis, [name = "", ...words]: readonly string[]): Promise<unknown> =>
  redis.call(name, ...words);

const namedBy = async (redis: Redis, group: string): Promise<string | null> =>
  Address.parse(await say(redis, ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", group]))?.[0] ?? null;

const watchedBy = async (redis: Redis): Promise<string[]> =>
  Masters.parse(await say(redis, ["SENTINEL", "MASTERS"])).map(([, name]) => name);

async function knowledgeOf(redis: Redis, group: string): Promise<Knowledge | null> {
  if (!(await watchedBy(redis)).includes(group)) return null;
  const list = async (what: string) => Fields.parse(await say(redis, ["SENTINEL", what, group]));
  const replicas = (await list("REPLICAS")).flatMap((fields) => fields[fields.indexOf("ip") + 1] ?? []);
  return { replicas, others: (await list("SENTINELS")).length };
}

/** Nodes and Sentinels through the link, by a short connection for each question. */
export function redisGroups(link: Link): Groups {
  const at = <T>(target: RedisTarget, work: (redis: Redis) => Promise<T>) =>
    withConnection(link, target, work);
  return {
    master: async ({ sentinels, group }) =>
      agreedMaster(
        await Promise.all(
          sentinels.map((sentinel) => at(sentinel, (redis) => namedBy(redis, group)).catch(onlyUnavailable)),
        ),
      ),
    says: (node) =>
      at(node, async (redis) => readSaid(fieldsOf(await redis.info("replication")))).catch(onlyUnavailable),
    handOver: ({ from, to, gateway }) =>
      at(from, (master) =>
        at(to, (successor) => handOver({ master, successor, to: to.serviceName, gateway })),
      ),
    follow: (node, master) => at(node, (redis) => followGroup(redis, master)),
    watched: (sentinel) => at(sentinel, watchedBy),
    watch: (sentinel, watched) =>
      at(sentinel, async (redis) => {
        const [monitor = [], ...others] = watchCommands(watched);
        const isKnown = (await namedBy(redis, watched.group)) !== null;
        for (const command of isKnown ? others : [monitor, ...others]) await say(redis, command);
      }),
    knows: (sentinel, group) => at(sentinel, (redis) => knowledgeOf(redis, group)),
    refresh: (sentinel, group) =>
      at(sentinel, async (redis) => {
        await say(redis, refreshCommand(group));
      }),
    forget: (sentinel, group) =>
      at(sentinel, async (redis) => {
        if ((await watchedBy(redis)).includes(group)) await say(redis, forgetCommand(group));
      }),
  };
}
