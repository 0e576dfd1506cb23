import type { Redis } from "ioredis";
import { onlyUnavailable } from "../../../core/errors";
import type { SourceAddress } from "../../../core/imports/source";
import { MINUTE_MS, SECOND_MS } from "../../../core/units";
import type { RedisTarget } from "../../../ports/redis-admin";
import type { RedisImports } from "../../../ports/redis-import";
import type { Link } from "../connection";
import { openStream } from "../door";
import { assertReadable, readServer } from "../readable";
import { translate } from "../translate";
import { withConnection } from "../with-connection";
import type { End } from "./ask";
import { compareKeys } from "./compare";
import { copyKeys } from "./copy";
import { follow, leave, locate, readState, refusedToReplicas } from "./follow";
import { lookAt } from "./look";
import { OF_LOOK } from "./reply-bounds";
import { addressOf, inWords, type SourceGuard, withSource, withStream } from "./source";

/** A batch is large, and a node of a small plan slow. */
const COMMAND_MS = 2 * MINUTE_MS;
/** Who asks how far it is does not wait for a source that hangs. */
const STATE_MS = 8 * SECOND_MS;

const endOf = (redis: Redis, { serviceName }: RedisTarget): End => ({
  redis,
  inWords: (error) => translate(serviceName, error),
});

/** Imports from whatever the guard lets through into nodes behind the link. */
export function redisImports(link: Link, guard: SourceGuard): RedisImports {
  const stateThrough: RedisImports["stateThrough"] = async ({ source, relayName }) =>
    withStream(await openStream(await link(), relayName), addressOf(source), readState, {
      signal: AbortSignal.timeout(STATE_MS),
    });
  return {
    look: async (source) => {
      const look = await withSource(guard, source, lookAt, { bounds: OF_LOOK });
      // A platform may end the connection of who asks for that.
      const refused = await withSource(guard, source, refusedToReplicas, { bounds: OF_LOOK }).catch(
        (error: unknown) => {
          onlyUnavailable(error);
          return ["PSYNC"];
        },
      );
      return { ...look, refusedCommands: [...look.refusedCommands, ...refused].sort() };
    },
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
      return withSource(guard, source, work, signal && { signal });
    },
    compare: ({ source, target, isFollowing, report, signal }) => {
      const work = async (from: End, address: SourceAddress) => {
        const { keysByDatabase } = await lookAt(from, address);
        const numbers = Object.keys(keysByDatabase).map(Number);
        return withConnection(
          link,
          target,
          (redis) =>
            compareKeys({ source: from, target: endOf(redis, target) }, numbers, report, { isFollowing }),
          { commandTimeoutMs: COMMAND_MS },
        );
      };
      return withSource(guard, source, work, signal && { signal });
    },
    locate: async (source) => {
      const address = addressOf(source);
      return locate(guard, address, source).catch((error: unknown) => {
        throw inWords(address, error);
      });
    },
    stateThrough,
    follow: async ({ source, relayName, target }) => {
      const { server } = await stateThrough({ source, relayName });
      await withConnection(link, target, async (redis) => {
        assertReadable({ from: server, to: await readServer(redis) });
        await follow(redis, { relayName, address: addressOf(source) });
      });
    },
    leave: (target, login) => withConnection(link, target, (redis) => leave(redis, login)),
  };
}
