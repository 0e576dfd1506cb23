import { databaseMemoryBytes } from "../databases/memory";
import type { Engine } from "../engines/engine";
import { versionOf } from "../engines/versions";
import { type Candidate, chooseHost } from "../hosts/choose";
import { offeredPlans, type Plan } from "../plans/catalog";
import { formatBytes, GIB } from "../units";
import { GROUP_NODES } from "./group";

/** What a smaller database would gain is not worth three times its memory. */
const SMALLEST_BYTES = GIB;

/** Ends the id of a highly available plan. */
const SUFFIX = "-ha";

/** The highly available form of each plan on offer of 1 GiB or more, in their order: the same size and limits, three times the memory. */
export const highlyAvailablePlans = (plans: readonly Plan[]): Plan[] => {
  const taken = new Set(plans.filter(({ isHighlyAvailable }) => !isHighlyAvailable).map(({ id }) => id));
  return offeredPlans(plans)
    .filter(({ id, maxMemoryBytes }) => maxMemoryBytes >= SMALLEST_BYTES && !taken.has(`${id}${SUFFIX}`))
    .map((plan) => ({ ...plan, id: `${plan.id}${SUFFIX}`, isHighlyAvailable: true }));
};

/** The id of the same plan with one node. */
export const singlePlanId = (planId: string): string =>
  planId.endsWith(SUFFIX) ? planId.slice(0, -SUFFIX.length) : planId;

/** A catalog with the highly available form of what it offers. */
export const withHighlyAvailable = (plans: readonly Plan[]): Plan[] => [
  ...plans,
  ...highlyAvailablePlans(plans),
];

/** Whether a host may have a node or a Sentinel now. */
export const isUsable = (host: Pick<Candidate, "isReady" | "isReachable">): boolean =>
  host.isReady && host.isReachable;

/**
 * Where a Sentinel goes whose host is `leaving`: a host that takes nodes and has none of `hostIds`, those of all of them; undefined where it
 * stays, also because none of them is there.
 */
export const findRefuge = <H extends Candidate>({
  hosts,
  hostIds,
  leaving,
}: {
  hosts: readonly H[];
  hostIds: readonly string[];
  leaving: string;
}): H | undefined =>
  hostIds.includes(leaving) ? hosts.find((host) => isUsable(host) && !hostIds.includes(host.id)) : undefined;

/** The plans that can be chosen on these hosts: where fewer than three are ready, nothing is to be seen of highly available ones. */
export const plansOn = (plans: readonly Plan[], hosts: readonly Candidate[]): Plan[] =>
  hosts.filter(isUsable).length < GROUP_NODES
    ? offeredPlans(plans)
    : plans.filter(({ isRetired }) => !isRetired);

/** Whether a version can be had highly available, and in words why not. */
export type VersionDecision = { allowed: true } | { allowed: false; reason: "no_failover"; message: string };

/** Says whether nodes of that version can be watched by Sentinels. */
export function canBeHighlyAvailable(engine: Engine, version: string): VersionDecision {
  if (versionOf(engine, version).canFailOver) return { allowed: true };
  const first = engine.lines.find(({ canFailOver }) => canFailOver);
  const instead = first ? ` Choose ${engine.name} ${first.line} or later, or another plan.` : "";
  const message = `${engine.name} ${version} cannot be had highly available: its nodes cannot be found again by name.${instead}`;
  return { allowed: false, reason: "no_failover", message };
}

/** The hosts of a group's nodes, the first one of the master's; all different. */
export type GroupPlaces<H> =
  | { allowed: true; hosts: H[] }
  | { allowed: false; reason: "too_few_hosts" | "no_room"; message: string };

/**
 * Chooses a host for each node of a group, those with the most free memory, none of `taken` (ids of the hosts of nodes that stay).
 * `reservedByHost` as for a placement.
 */
export function chooseGroupHosts<H extends Candidate>(wanted: {
  hosts: readonly H[];
  reservedByHost: ReadonlyMap<string, number>;
  plan: Plan;
  taken?: readonly string[];
}): GroupPlaces<H> {
  const { hosts, reservedByHost, plan, taken = [] } = wanted;
  const others = hosts.filter((host) => isUsable(host) && !taken.includes(host.id));
  const count = GROUP_NODES - taken.length;
  if (others.length < count) {
    const message = `The plan ${plan.id} needs ${GROUP_NODES} hosts that are ready; there are ${taken.length + others.length}. Add one, or bring one back.`;
    return { allowed: false, reason: "too_few_hosts", message };
  }
  const needBytes = databaseMemoryBytes(plan);
  const chosen: H[] = [];
  while (chosen.length < count) {
    const left = others.filter((host) => !chosen.includes(host));
    const choice = chooseHost({ hosts: left, reservedByHost, needBytes });
    if (!choice.allowed) {
      const message = `The plan ${plan.id} needs ${formatBytes(needBytes)} of free memory on each of ${GROUP_NODES} hosts; ${taken.length + chosen.length} have it. Choose a smaller plan, remove a database, or add a host.`;
      return { allowed: false, reason: "no_room", message };
    }
    chosen.push(choice.host);
  }
  return { allowed: true, hosts: chosen };
}
