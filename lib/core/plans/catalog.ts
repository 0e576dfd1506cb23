import { DomainError } from "../errors";
import { GIB, MIB } from "../units";

/** A size with its limits. `cpus` in cores; all sizes in bytes; `clientsMax` is what the gateway lets in at once. */
export type Plan = {
  id: string;
  maxMemoryBytes: number;
  cpus: number;
  clientsMax: number;
  hasBackups: boolean;
  /** Three nodes on three hosts, of which another takes over by itself when one is lost. */
  isHighlyAvailable?: boolean;
  /** Of a plan that the operator took away: databases that have it keep it, and nobody can choose it. */
  isRetired?: boolean;
};

/** The default catalog, smallest first. */
export const DEFAULT_PLANS: readonly Plan[] = [
  { id: "free", maxMemoryBytes: 32 * MIB, cpus: 0.1, clientsMax: 20, hasBackups: false },
  { id: "256m", maxMemoryBytes: 256 * MIB, cpus: 0.25, clientsMax: 200, hasBackups: true },
  { id: "512m", maxMemoryBytes: 512 * MIB, cpus: 0.5, clientsMax: 400, hasBackups: true },
  { id: "1g", maxMemoryBytes: GIB, cpus: 0.5, clientsMax: 1_000, hasBackups: true },
  { id: "2g", maxMemoryBytes: 2 * GIB, cpus: 1, clientsMax: 2_000, hasBackups: true },
  { id: "4g", maxMemoryBytes: 4 * GIB, cpus: 2, clientsMax: 4_000, hasBackups: true },
  { id: "8g", maxMemoryBytes: 8 * GIB, cpus: 2, clientsMax: 8_000, hasBackups: true },
  { id: "16g", maxMemoryBytes: 16 * GIB, cpus: 4, clientsMax: 16_000, hasBackups: true },
];

/** The plans of one node that can be chosen, in their order; of highly available ones says `plansOn`. */
export const offeredPlans = (plans: readonly Plan[]): Plan[] =>
  plans.filter(({ isRetired, isHighlyAvailable }) => !isRetired && !isHighlyAvailable);

/** The plan of that name if it can be chosen; null for any other, also for one that databases have. */
export const findOffered = (plans: readonly Plan[], id: string): Plan | null =>
  offeredPlans(plans).find((plan) => plan.id === id) ?? null;

/** Every plan that a database may have: the catalog, then the default plans that it lacks, since an operator's own may have dropped one. */
export const knownPlans = (plans: readonly Plan[]): Plan[] => [
  ...plans,
  ...DEFAULT_PLANS.filter(({ id }) => !plans.some((plan) => plan.id === id)).map((plan) => ({
    ...plan,
    isRetired: true,
  })),
];

/** The plan that a database has, on offer or not; null when it is in no catalog. */
export const findKnown = (plans: readonly Plan[], id: string): Plan | null =>
  knownPlans(plans).find((plan) => plan.id === id) ?? null;

/** The same where nothing can be done without it. @throws DomainError `conflict` reason `plan_unknown`. */
export function getKnown(plans: readonly Plan[], id: string): Plan {
  const plan = findKnown(plans, id);
  if (plan) return plan;
  const message = `The plan ${id} is in use but in no catalog any more. Put it back into the plans file, then start Berth again.`;
  throw new DomainError("conflict", "plan_unknown", message);
}

/**
 * The container's memory limit and reservation, in bytes: the data, a quarter for the copy-on-write of a save and for
 * buffers, and 64 MiB for the server itself, so that Redis refuses a write before the kernel kills Redis.
 */
export const containerMemoryBytes = (plan: Plan): number => Math.ceil(plan.maxMemoryBytes * 1.25) + 64 * MIB;
