import type { Redis } from "ioredis";
import type { SourceAddress } from "../../../core/imports/source";
import { MINUTE_MS } from "../../../core/units";
import type { RedisTarget } from "../../../ports/redis-admin";
import type { RedisImports } from "../../../ports/redis-import";
import type { Link } from "../connection";
import { translate } from "../translate";
import { withConnection } from "../with-connection";
import type { End } from "./ask";
import { compareKeys } from "./compare";
import { copyKeys } from "./copy";
import { lookAt } from "./look";
import { type SourceGuard, withSource } from "./source";

/** A batch is large, and a node of a small plan slow. */
const COMMAND_MS = 2 * MINUTE_MS;

const endOf = (redis: Redis, { serviceName }: RedisTarget): End => ({
  redis,
  inWords: (error) => translate(serviceName, error),
});

/** Imports from whatever the guard lets through into nodes behind the link. */
export function redisImports(link: Link, guard: SourceGuard): RedisImports {
  return {
    look: (source) => withSource(guard, source, lookAt),
    copy: ({ source, target, signal, ...copy }) => {
      const work = async (from: End, address: SourceAddress) => {
        const { keysByDatabase } = await lookAt(from, address);
        return withConnection(
          link,
          target,
          (redis) => copyKeys({ ...copy, source: from, target: endOf(redis, target), keysByDatabase }),
          { commandTimeoutMs: COMMAND_MS },
        );
      };
      return withSource(guard, source, work, signal);
    },
    compare: ({ source, target, report, signal }) => {
      const work = async (from: End, address: SourceAddress) => {
        const { keysByDatabase } = await lookAt(from, address);
        const numbers = Object.keys(keysByDatabase).map(Number);
        return withConnection(
          link,
          target,
          (redis) => compareKeys({ source: from, target: endOf(redis, target) }, numbers, report),
          { commandTimeoutMs: COMMAND_MS },
        );
      };
      return withSource(guard, source, work, signal);
    },
  };
}
