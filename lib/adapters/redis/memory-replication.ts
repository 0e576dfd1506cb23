import { engineOf } from "../../core/engines/engines";
import { serverNamed } from "../../core/engines/replication";
import { DomainError } from "../../core/errors";
import type { RedisInfo, RedisTarget } from "../../ports/redis-admin";
import type { NodeSettings, RedisReplication } from "../../ports/redis-replication";
import type { MemoryRedisAdmin } from "./memory";
import { assertReadable } from "./readable";

type Method = keyof RedisReplication;
/** How a node starts: whether the gateway may sign in, and whom it follows until it is made a master; null for nobody. */
export type NodeStart = { isOpen: boolean; follows: string | null };

/** Whom a node follows that nobody told yet. */
const NOBODY = "127.0.0.1";

type Node = { masterName: string | null; isGatewayOn: boolean; isHeld: boolean; isSettled: boolean };

type Outside = { replicationId: string; offset: number; keys: number; usedMemoryBytes: number };

/** Nodes in memory, and what a test can do to them. */
export type MemoryRedisReplication = RedisReplication & {
  /** Writes keys on a master; its replicas that are not held get them too. */
  write(serviceName: string, keys: number): void;
  /** A held replica never gets its first copy, nor anything after it. */
  hold(serviceName: string, isHeld: boolean): void;
  /** A node that follows a Redis outside has these keys, as of that point in its history. */
  followOutside(serviceName: string, masterName: string, master: Outside): void;
  /** What a new start does before a hand-over: the node is as it was at first. */
  forget(serviceName: string): void;
  /** What a new start does after a hand-over: one that was not settled is as it was at first. */
  startOver(serviceName: string): void;
  /** The next call of that method throws the error, before or after it has done its work. */
  failNext(method: Method, error: Error, when?: "before" | "after"): void;
  /** Every node that the gateway would follow. */
  openNodes(): string[];
  /** Whom a node follows; null for a master. */
  masterOf(serviceName: string): string | null;
};

const WRITE_BYTES = 32;
const SETTINGS: NodeSettings = {
  config: { timeout: "150", "maxmemory-policy": "noeviction" },
  users: ["user default on", "user berth on", "user gateway on"],
};

const startedNode = ({ isOpen, follows }: NodeStart): Node => ({
  masterName: follows,
  isGatewayOn: isOpen,
  isHeld: false,
  isSettled: false,
});

const openOf = (nodes: ReadonlyMap<string, Node>): string[] =>
  [...nodes].flatMap(([name, { isGatewayOn, masterName }]) =>
    isGatewayOn && masterName === null ? [name] : [],
  );

const endIn = ({ replicationId, replicationOffset: offset, keys }: RedisInfo) => ({
  ...{ replicationId, offset, keys },
  expiringKeys: 0,
});

function assertFollows({ masterName, isHeld }: Node, { serviceName }: RedisTarget): void {
  if (masterName === null)
    throw new DomainError("unavailable", "handed_over", "The new Redis is a master already.");
  if (masterName !== serviceName || isHeld)
    throw new DomainError("conflict", "replication_behind", "The new Redis did not catch up.");
}

/** Nodes beside the `admin` that tells of them; `startOf` says how a new node starts. */
export function memoryRedisReplication(
  admin: MemoryRedisAdmin,
  { startOf }: { startOf: (serviceName: string) => NodeStart },
): MemoryRedisReplication {
  const nodes = new Map<string, Node>();
  const failures = new Map<Method, { error: Error; when: "before" | "after" }>();
  const nodeOf = (name: string): Node => {
    const node = nodes.get(name) ?? startedNode(startOf(name));
    nodes.set(name, node);
    return node;
  };
  const copy = (name: string, { masterName, isHeld }: Node) => {
    if (masterName === null || masterName === NOBODY || isHeld) return;
    const { keys, usedMemoryBytes, replicationId, replicationOffset } = admin.infoOf(masterName);
    admin.setInfo(name, { keys, usedMemoryBytes, replicationId, replicationOffset });
  };
  const enter = async <T>(method: Method, targets: RedisTarget[], work: () => T | Promise<T>): Promise<T> => {
    const failure = failures.get(method);
    failures.delete(method);
    if (failure?.when === "before") throw failure.error;
    for (const target of targets) await admin.ping(target);
    const answer = await work();
    if (failure) throw failure.error;
    return answer;
  };
  const endOf = (name: string) => endIn(admin.infoOf(name));

  return {
    state: (target) =>
      enter("state", [target], () => {
        const node = nodeOf(target.serviceName);
        const { isGatewayOn, masterName, isHeld } = node;
        const { replicationId, offset } = endOf(target.serviceName);
        const role = masterName === null ? "master" : "slave";
        const isLinkUp = masterName !== null && masterName !== NOBODY && !isHeld;
        return { role, isGatewayOn, masterName, replicationId, offset, isLinkUp, receivedBytes: 0 };
      }),
    readSettings: (target) => enter("readSettings", [target], () => SETTINGS),
    follow: ({ replica, master }) =>
      enter("follow", [master, replica], () => {
        const serverAt = ({ serviceName }: RedisTarget) => {
          const { provider, version, hasFieldTtl } = admin.infoOf(serviceName);
          return serverNamed(engineOf(provider), version, hasFieldTtl);
        };
        assertReadable({ from: serverAt(master), to: serverAt(replica) });
        const node = nodeOf(replica.serviceName);
        node.masterName = master.serviceName;
        copy(replica.serviceName, node);
      }),
    cutOver: ({ from, to, gateway }) =>
      enter("cutOver", [from, to], async () => {
        const successor = nodeOf(to.serviceName);
        assertFollows(successor, from);
        nodeOf(from.serviceName).isGatewayOn = false;
        await gateway?.leave();
        successor.masterName = null;
        successor.isGatewayOn = true;
        await gateway?.lead();
        const { replicationId, offset } = endOf(to.serviceName);
        return { pauseMs: 1, replicationId, offset };
      }),
    fence: (target, gateway) =>
      enter("fence", [target], async () => {
        nodeOf(target.serviceName).isGatewayOn = false;
        await gateway?.leave();
        return endOf(target.serviceName);
      }),
    open: (target) =>
      enter("open", [target], () => void Object.assign(nodeOf(target.serviceName), { isGatewayOn: true })),
    settle: (target) =>
      enter("settle", [target], () => {
        Object.assign(nodeOf(target.serviceName), { masterName: null, isSettled: true });
      }),
    requireReplica: (target) => enter("requireReplica", [target], () => {}),
    waiveReplica: (target) => enter("waiveReplica", [target], () => {}),
    setMaxMemory: (target, maxMemoryBytes) =>
      enter("setMaxMemory", [target], () => admin.setInfo(target.serviceName, { maxMemoryBytes })),
    write: (serviceName, count) => {
      const { keys, replicationOffset } = admin.infoOf(serviceName);
      admin.setInfo(serviceName, {
        keys: keys + count,
        replicationOffset: replicationOffset + count * WRITE_BYTES,
      });
      for (const [name, node] of nodes) if (node.masterName === serviceName) copy(name, node);
    },
    followOutside: (serviceName, masterName, { replicationId, offset, keys, usedMemoryBytes }) => {
      nodeOf(serviceName).masterName = masterName;
      admin.setInfo(serviceName, { keys, usedMemoryBytes, replicationId, replicationOffset: offset });
    },
    hold: (serviceName, isHeld) => void Object.assign(nodeOf(serviceName), { isHeld }),
    forget: (serviceName) => void nodes.set(serviceName, startedNode(startOf(serviceName))),
    startOver: (serviceName) => {
      if (!nodeOf(serviceName).isSettled) nodes.set(serviceName, startedNode(startOf(serviceName)));
    },
    failNext: (method, error, when = "before") => void failures.set(method, { error, when }),
    openNodes: () => openOf(nodes),
    masterOf: (serviceName) => nodeOf(serviceName).masterName,
  };
}
