import { setTimeout as delay, setImmediate as nextTurn } from "node:timers/promises";
import type { Redis } from "ioredis";
import { GATEWAY_USER } from "../../core/databases/users";
import { DomainError, onlyUnavailable } from "../../core/errors";
import type { CutOver, Fenced, GatewayTold, ReplicaLogin } from "../../ports/redis-replication";
import { closeToPeople, open, shutOut, stopWrites } from "./fence";
import { parseKeyspace } from "./info";
import { letPeopleIn, listPeople, type Person } from "./people";
import { parseReplication } from "./replication-info";
import { runTogether } from "./transaction";

/** Clients are back by then: what we write and ask besides waits for them, and not they for that. */
const BACK_MS = 50;

type Input = { source: Redis; successor: Redis; waitMs: number; gateway: GatewayTold };

/** The only moment that clients feel. All connections stand already; each further round trip is theirs to wait for. */
export async function cutOver({ source, successor, waitMs, gateway }: Input): Promise<CutOver> {
  const [leaving, coming] = await Promise.all([listPeople(source), listPeople(successor)]);
  // A full disk must show here, while nothing is held up yet.
  await Promise.all([source.call("ACL", "SAVE"), successor.call("ACL", "SAVE")]);
  const { startedAt } = await stopWrites(source, gateway, (fenced) =>
    catchUp(successor, fenced, waitMs),
  ).catch(async (error: unknown) => {
    if (await isMaster(successor)) throw handedOver(error);
    await open(source);
    throw error;
  });
  // From here on nothing is taken back: if the answer does not come, the successor may be serving.
  // Those who are still connected to the old node would read there what is overtaken once the new one serves.
  await Promise.all([promote(successor, coming), shutOut(source, leaving).catch(onlyUnavailable)]);
  await gateway?.lead().catch(onlyUnavailable);
  const pauseMs = Math.round(performance.now() - startedAt);
  await delay(BACK_MS);
  await closeToPeople(source, leaving);
  const { replicationId, offset } = parseReplication(await successor.info("replication"));
  return { pauseMs, replicationId, offset };
}

/** False while it does not say so: then the one before it is all that can serve. */
const isMaster = (redis: Redis): Promise<boolean> =>
  redis.info("replication").then(
    (info) => parseReplication(info).role === "master",
    () => false,
  );

/** Another one has made the same hand-over meanwhile, as when this one stood still: the old node stays closed. */
const handedOver = (cause: unknown): DomainError =>
  new DomainError(
    "unavailable",
    "handed_over",
    "The new Redis is a master already. Who serves is asked again.",
    {
      cause,
    },
  );

/**
 * A master that people and the gateway may sign in to. None of its files tells of it yet: each is one more write to disk that clients would
 * wait for. Started again before `settle`, it serves nobody, and the old one, which still has every write from before, goes on. The
 * replicas of a group are cut by this for some hundred milliseconds, in which it takes writes alone.
 */
async function promote(successor: Redis, people: readonly Person[]): Promise<void> {
  await runTogether(successor, [
    ["CONFIG", "SET", "min-replicas-to-write", 0],
    ["REPLICAOF", "NO", "ONE"],
    ...letPeopleIn(people),
    ["ACL", "SETUSER", GATEWAY_USER, "on"],
  ]);
}

/**
 * One that took over is a master with the same users also after it starts again, and no more lenient with its disk than any other. Of a
 * group, it signs in as a replica does once it is to be one.
 */
export async function settle(
  successor: Redis,
  { user, password }: ReplicaLogin = { user: "", password: "" },
): Promise<void> {
  await runTogether(successor, [
    ["REPLICAOF", "NO", "ONE"],
    // In the place of what it followed the old one with.
    ["CONFIG", "SET", "masteruser", user],
    ["CONFIG", "SET", "masterauth", password],
    ["CONFIG", "SET", "replica-priority", 100],
    ["CONFIG", "SET", "stop-writes-on-bgsave-error", "yes"],
    // First the file that makes it a master: with that of the users alone it would be reached and take no writes.
    ["CONFIG", "REWRITE"],
    ["ACL", "SAVE"],
  ]);
}

/** Resolves once the replica has every byte. Writes are held for as long as this takes: it asks again at once. @throws DomainError `conflict`. */
export async function catchUp(successor: Redis, fenced: Fenced, waitMs: number): Promise<void> {
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
