import { GROUP_NODES } from "../../core/availability/group";
import type { Knowledge } from "../../core/availability/replace";
import { agreedMaster, type Said } from "../../core/availability/state";
import type { Groups } from "../../ports/groups";
import { silent } from "./translate";

type Options = {
  /** Tells which services answer; without it all do. */
  isRunning?: (serviceName: string) => boolean | Promise<boolean>;
  /** Whom a node follows that no Sentinel says anything of; without it the master of its database, if one is named. */
  follows?: (serviceName: string) => string | null;
};

/** Sentinels and groups in memory, and what a test can do to them. */
export type MemoryGroups = Groups & {
  /** Has all Sentinels that know the group name another master, as after a failover. */
  promote(group: string, master: string): void;
  /** Has a Sentinel count on what is no more, until it is refreshed. */
  remember(sentinel: string, knowledge: Knowledge): void;
  /** What each Sentinel watches, and whom it names. */
  known(): Record<string, Record<string, string>>;
};

export function memoryGroups({ isRunning = () => true, follows }: Options = {}): MemoryGroups {
  const known = new Map<string, Map<string, string>>();
  const remembered = new Map<string, Knowledge>();
  /** Nodes of groups whose master was handed over, and whom each was told to follow; null for one that was made the master. */
  const told = new Map<string, string | null>();
  const of = async (serviceName: string) => {
    if (!(await isRunning(serviceName))) throw silent(serviceName, undefined);
    const groups = known.get(serviceName) ?? new Map<string, string>();
    known.set(serviceName, groups);
    return groups;
  };
  const named = async (serviceName: string, group: string) =>
    (await isRunning(serviceName)) ? (known.get(serviceName)?.get(group) ?? null) : null;
  const running = async (names: readonly string[]) => {
    const areRunning = await Promise.all(names.map(isRunning));
    return names.filter((_, index) => areRunning[index]);
  };
  return {
    master: async ({ sentinels, group }) =>
      agreedMaster(await Promise.all(sentinels.map(({ serviceName }) => named(serviceName, group)))),
    says: async ({ serviceName }): Promise<Said> => {
      if (!(await isRunning(serviceName))) return null;
      const entries = [...known.values()].flatMap((groups) => [...groups]);
      if (told.has(serviceName)) {
        const named = entries.find(
          ([, name]) => told.has(name) && ofDatabase(name) === ofDatabase(serviceName),
        );
        return saidOf(serviceName, named?.[1] ?? told.get(serviceName) ?? serviceName);
      }
      const namedFor = (name: string) => entries.find(([group]) => isOf(group, name))?.[1];
      const [, other] = entries.find(([, name]) => ofDatabase(name) === ofDatabase(serviceName)) ?? [];
      const followed = follows ? follows(serviceName) : other;
      // One that was made anew begins behind the group's first node, and asks the Sentinels.
      const master = namedFor(serviceName) ?? namedFor(followed ?? "") ?? followed ?? serviceName;
      return saidOf(serviceName, master);
    },
    handOver: async ({ from, to, gateway }) => {
      for (const { serviceName } of [from, to])
        if (!(await isRunning(serviceName))) throw silent(serviceName, undefined);
      await gateway?.leave();
      told.set(from.serviceName, to.serviceName).set(to.serviceName, null);
      await gateway?.lead();
      return { pauseMs: 1 };
    },
    follow: async ({ serviceName }, master) => {
      if (!(await isRunning(serviceName))) throw silent(serviceName, undefined);
      told.set(serviceName, master);
    },
    watched: async ({ serviceName }) => [...(await of(serviceName)).keys()],
    watch: async ({ serviceName }, { group, master }) => {
      const groups = await of(serviceName);
      if (!groups.has(group)) groups.set(group, master);
    },
    knows: async ({ serviceName }, group) => {
      const master = (await of(serviceName)).get(group);
      if (master === undefined) return null;
      const first = Number(group.split(".")[1]);
      const nodes = told.has(master)
        ? await running([...told.keys()].filter((name) => ofDatabase(name) === ofDatabase(master)))
        : [0, 1, 2].map((place) => `${ofDatabase(master)}-node-${first + place}`);
      return remembered.get(serviceName) ?? { replicas: nodes.filter((name) => name !== master), others: 2 };
    },
    refresh: async ({ serviceName }) => {
      await of(serviceName);
      remembered.delete(serviceName);
    },
    remember: (sentinel, knowledge) => void remembered.set(sentinel, knowledge),
    forget: async ({ serviceName }, group) => void (await of(serviceName)).delete(group),
    promote: (group, master) => {
      for (const groups of known.values()) if (groups.has(group)) groups.set(group, master);
    },
    known: () => Object.fromEntries([...known].map(([name, groups]) => [name, Object.fromEntries(groups)])),
  };
}

const saidOf = (serviceName: string, master: string): Said =>
  master === serviceName
    ? { role: "master", replicasInStep: 2, offset: 100 }
    : { role: "replica", follows: master, isLinkUp: true, offset: 100 };

const ofDatabase = (nodeName: string): string => nodeName.replace(/-node-\d+$/, "");

/** Whether a node is of the group whose first one has that number. */
function isOf(group: string, serviceName: string): boolean {
  const [resourceId = "", first] = group.split(".");
  const [database = "", number] = serviceName.split("-node-");
  const place = Number(number) - Number(first);
  return database.endsWith(`-${resourceId}`) && place >= 0 && place < GROUP_NODES;
}
