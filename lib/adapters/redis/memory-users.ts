import type { RedisTarget } from "../../ports/redis-admin";
import type { RedisUsers, UserRules } from "../../ports/redis-users";
import type { MemoryRedisAdmin } from "./memory";

/** Users in memory, and what a test can do to them. */
export type MemoryRedisUsers = RedisUsers & {
  /** Rules of the users of a service by name, as they were last set. */
  usersOf(serviceName: string): Record<string, readonly string[]>;
  /** Names whose connections were ended, in their order. */
  ended(serviceName: string): readonly string[];
  setOldestConnection(serviceName: string, at: Date | null): void;
  /** The next call of that method throws the error. */
  failNext(method: keyof RedisUsers, error: Error): void;
};

type Node = { users: Map<string, readonly string[]>; ended: string[]; oldestAt: Date | null };

/** Beside the `admin` that tells which services answer. */
export function memoryRedisUsers(admin: Pick<MemoryRedisAdmin, "ping">): MemoryRedisUsers {
  const nodes = new Map<string, Node>();
  const failures = new Map<keyof RedisUsers, Error>();
  const nodeOf = (name: string): Node => {
    const node = nodes.get(name) ?? { users: new Map(), ended: [], oldestAt: null };
    nodes.set(name, node);
    return node;
  };
  const enter = async (method: keyof RedisUsers, target: RedisTarget): Promise<Node> => {
    const failure = failures.get(method);
    failures.delete(method);
    if (failure) throw failure;
    await admin.ping(target);
    return nodeOf(target.serviceName);
  };
  const set = ({ users }: Node, changed: readonly UserRules[]) => {
    for (const { name, rules } of changed) users.set(name, rules);
  };
  return {
    apply: async (target, { set: changed, removed }) => {
      const node = await enter("apply", target);
      set(node, changed);
      for (const name of removed) node.users.delete(name);
      node.ended.push(...changed.map(({ name }) => name), ...removed);
    },
    adjust: async (target, changed) => set(await enter("adjust", target), changed),
    disconnect: async (target, names) => void (await enter("disconnect", target)).ended.push(...names),
    oldestConnection: async (target) => (await enter("oldestConnection", target)).oldestAt,
    preview: async (target, { rules, trials }) => {
      await enter("preview", target);
      return trials.map(({ isBeyond }) => !isBeyond && rules.length > 0);
    },
    usersOf: (name) => Object.fromEntries(nodeOf(name).users),
    ended: (name) => nodeOf(name).ended,
    setOldestConnection: (name, at) => {
      nodeOf(name).oldestAt = at;
    },
    failNext: (method, error) => failures.set(method, error),
  };
}
