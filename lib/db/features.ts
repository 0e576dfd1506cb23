import {
  FEATURE_NAMES,
  type FeatureName,
  type FeatureOptions,
  type FeatureSetting,
  type FeatureState,
  type FeatureStatus,
} from "../core/features/features";
import { prisma, query, type Tx } from "./client";
import type { Prisma } from "./generated/client";

export const FEATURE_COLUMNS = { name: true, isOn: true, options: true, status: true, reason: true } as const;

export type SelectedFeature = {
  name: string;
  isOn: boolean;
  options: unknown;
  status: FeatureStatus;
  reason: string | null;
};

/** Of one that this version does not know there is nothing to tell. The options column holds only what `setFeature` wrote. */
export function toFeatureState({ name: stored, options, ...row }: SelectedFeature): FeatureState[] {
  const name = FEATURE_NAMES.find((known) => known === stored);
  return name ? [{ ...row, name, options: options as FeatureOptions }] : [];
}

/** Those that somebody has ever switched, by name. */
export async function listFeatures(databaseId: string): Promise<FeatureState[]> {
  const rows = await query(() =>
    prisma().feature.findMany({
      where: { databaseId },
      select: FEATURE_COLUMNS,
      orderBy: { name: "asc" },
    }),
  );
  return rows.flatMap(toFeatureState);
}

/** Writes where a feature stands; `reason` with a failure. */
export async function setFeature(
  tx: Tx,
  key: { databaseId: string; name: FeatureName },
  { isOn, options, ...ending }: FeatureSetting & { status: FeatureStatus; reason?: string },
): Promise<void> {
  // Options are JSON by their schemas, which Prisma's own type of JSON cannot say.
  const data = {
    isOn,
    options: options as Prisma.InputJsonObject,
    status: ending.status,
    reason: ending.reason ?? null,
  };
  await tx.feature.upsert({
    where: { databaseId_name: key },
    create: { ...key, ...data },
    update: data,
    select: { name: true },
  });
}
