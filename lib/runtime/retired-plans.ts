import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { findKnown, type Plan } from "../core/plans/catalog";
import { GIB, MIB } from "../core/units";
import { listUsedPlans } from "../db/nodes";

export const PLANS_FILE = "plans.json";
const Remembered = z.array(
  z.object({
    id: z.string(),
    maxMemoryBytes: z.number(),
    cpus: z.number(),
    clientsMax: z.number(),
    hasBackups: z.boolean(),
    isHighlyAvailable: z.boolean().optional(),
  }),
);

/** Also of highly available ones, whatever hosts there are now. */
const isOffered = (plans: readonly Plan[], id: string): boolean =>
  plans.some((plan) => plan.id === id && !plan.isRetired);

/** Plans that were on offer at an earlier start and are not any more. */
export const readRetiredPlans = (dataDir: string, offered: readonly Plan[]): Plan[] =>
  read(dataDir)
    .filter(({ id }) => !isOffered(offered, id))
    .map((plan) => ({ ...plan, isRetired: true }));

function read(dataDir: string): Plan[] {
  const path = join(dataDir, PLANS_FILE);
  return existsSync(path) ? Remembered.parse(JSON.parse(readFileSync(path, "utf8"))) : [];
}

/** Remembers what is on offer and in use, and tells of plans that databases have though the operator took them away. */
export async function rememberPlans(
  dataDir: string,
  plans: readonly Plan[],
  print: (line: string) => void,
): Promise<void> {
  const offered = plans.filter(({ isRetired }) => !isRetired);
  const used = (await listUsedPlans()).filter(({ planId }) => !isOffered(plans, planId));
  const kept = used.map(
    ({ planId, reservedBytes }) => findKnown(plans, planId) ?? guess(planId, reservedBytes),
  );
  const all = [...offered, ...kept].map(({ isRetired: _, ...plan }) => plan);
  writeFileSync(join(dataDir, PLANS_FILE), JSON.stringify(all), { mode: 0o600 });
  for (const { planId } of used)
    print(
      `The plan ${planId} is no longer offered: databases that have it keep it, and can change to another.`,
    );
}

/** Of a plan that nobody remembers its node's memory is known: see `containerMemoryBytes`. */
const guess = (id: string, reservedBytes: number): Plan => ({
  id,
  maxMemoryBytes: Math.max(8 * MIB, Math.floor((reservedBytes - 128 * MIB) / 1.25)),
  cpus: reservedBytes > 2 * GIB ? 1 : 0.5,
  clientsMax: 1_000,
  hasBackups: false,
});
