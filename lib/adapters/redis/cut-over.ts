import { setImmediate as nextTurn } from "node:timers/promises";
import type { Redis } from "ioredis";
import { GATEWAY_USER } from "../../core/databases/users";
import { DomainError } from "../../core/errors";
import type { CutOver, Fenced, GatewayTold } from "../../ports/redis-replication";
import { canPauseWrites, closeToPeople, holdWrites, letGo, onlySilence, open } from "./fence";
import { parseKeyspace } from "./info";
import { letPeopleIn, listPeople, type Person } from "./people";
import { parseReplication } from "./replication-info";
import { runTogether } from "./transaction";

type Input = { source: Redis; successor: Redis; waitMs: number; gateway: GatewayTold };

/** The only moment that clients feel. All connections stand already; each further round trip is theirs to wait for. */
export async function cutOver({ source, successor, waitMs, gateway }: Input): Promise<CutOver> {
  const [leaving, coming] = await Promise.all([listPeople(source), listPeople(successor)]);
  // What cannot be saved (a full disk) has to show before anything is held up.
  await Promise.all([source.call("ACL", "SAVE"), successor.call("ACL", "SAVE")]);
  const { startedAt, fenced } = await fenceAndCatchUp({ source, successor, waitMs, gateway }).catch(
    async (error: unknown) => {
      await open(source);
      throw error;
    },
  );
  // From here on nothing is taken back: if the answer does not come, the successor may be serving.
  await promote(successor, coming);
  await gateway?.lead().catch(onlySilence);
  const pauseMs = Math.round(performance.now() - startedAt);
  await closeToPeople(source, leaving);
  const { replicationId, offset } = parseReplication(await successor.info("replication"));
  return { pauseMs, replicationId, offset, keys: fenced.keys };
}

/** A master that people and the gateway may sign in to, also after a new start: that has to stand on disk before anybody is served. */
async function promote(successor: Redis, people: readonly Person[]): Promise<void> {
  await runTogether(successor, [
    ["REPLICAOF", "NO", "ONE"],
    ["CONFIG", "SET", "masteruser", ""],
    ["CONFIG", "SET", "masterauth", ""],
    ["CONFIG", "REWRITE"],
    ...letPeopleIn(people),
    ["ACL", "SETUSER", GATEWAY_USER, "on"],
    ["ACL", "SAVE"],
  ]);
}

async function fenceAndCatchUp(input: Input): Promise<{ startedAt: number; fenced: Fenced }> {
  const canPause = await canPauseWrites(input.source);
  const startedAt = await letGo(input.source, input.gateway);
  const fenced = await holdWrites(input.source, { canPause });
  await catchUp(input.successor, fenced, input.waitMs);
  return { startedAt, fenced };
}

async function catchUp(successor: Redis, fenced: Fenced, waitMs: number): Promise<void> {
  const endAt = performance.now() + waitMs;
  for (;;) {
    const [replication, keyspace] = await runTogether(successor, [
      ["INFO", "replication"],
      ["INFO", "keyspace"],
    ]);
    const { role, isLinkUp, replicationId, offset } = parseReplication(String(replication));
    const isSame = role === "slave" && isLinkUp && replicationId === fenced.replicationId;
    if (isSame && offset >= fenced.offset) {
      const { keys } = parseKeyspace(String(keyspace));
      if (keys === fenced.keys) return;
      throw new DomainError(
        "conflict",
        "keys_differ",
        `The new Redis has ${keys} keys, the old one ${fenced.keys}. The old one goes on serving.`,
      );
    }
    if (performance.now() >= endAt)
      throw new DomainError(
        "conflict",
        "replication_behind",
        "The new Redis did not catch up with the last writes in time. The old one goes on serving.",
      );
    await nextTurn();
  }
}
