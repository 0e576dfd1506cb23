import { setImmediate as nextTurn } from "node:timers/promises";
import type { Redis } from "ioredis";
import { DomainError } from "../../core/errors";
import type { CutOver, Fenced } from "../../ports/redis-replication";
import { fence, open, refuseWrites, runTogether } from "./fence";
import { parseKeyspace } from "./info";
import { parseReplication } from "./replication-info";

/** The only moment that clients feel. Both connections stand already; each further round trip is theirs to wait for. */
export async function cutOver(input: { source: Redis; successor: Redis; waitMs: number }): Promise<CutOver> {
  const { source, successor } = input;
  // What cannot be saved (a full disk) has to show before anything is held up.
  await Promise.all([source.call("ACL", "SAVE"), successor.call("ACL", "SAVE")]);
  const startedAt = performance.now();
  const fenced = await fenceAndCatchUp(input).catch(async (error: unknown) => {
    await open(source);
    throw error;
  });
  // From here on nothing is taken back: if the answer does not come, the successor may be serving.
  await runTogether(successor, [
    ["REPLICAOF", "NO", "ONE"],
    ["ACL", "SETUSER", "gateway", "on"],
    ["ACL", "SAVE"],
  ]);
  const pauseMs = Math.round(performance.now() - startedAt);
  await refuseWrites(source);
  const { replicationId, offset } = parseReplication(await successor.info("replication"));
  return { pauseMs, replicationId, offset, keys: fenced.keys };
}

async function fenceAndCatchUp(input: { source: Redis; successor: Redis; waitMs: number }): Promise<Fenced> {
  const fenced = await fence(input.source);
  await catchUp(input.successor, fenced, input.waitMs);
  return fenced;
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
