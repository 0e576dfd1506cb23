import { DomainError } from "../core/errors";
import { stateOf } from "../core/features/features";
import type { StepOf } from "../core/operations/steps";
import { transaction } from "../db/client";
import { type DatabaseRow, loadDatabase } from "../db/databases";
import { insertEvent } from "../db/events";
import { setFeature as writeFeature } from "../db/features";
import { type FeatureChange, loadOperation } from "../db/operations";
import type { Deps, DepsOf } from "./deps";
import { beginForDatabase, fail, succeed } from "./parts/ending";
import type { FeaturePart, Switch } from "./parts/features/part";
import { FEATURE_PARTS } from "./parts/features/parts";

/** Switches a feature on or off: it is made so, then looked at from the outside, and only then it counts. Whatever fails takes it back. */
export async function setFeature(deps: DepsOf<"set-feature">, operationId: string): Promise<void> {
  const { step } = deps;
  const { databaseId } = await beginForDatabase(deps, operationId);
  const take = (name: StepOf<"set-feature">, work: (part: FeaturePart, change: Switch) => Promise<void>) =>
    step(name, async () => {
      const { feature, database } = await loadWanted(operationId);
      await work(FEATURE_PARTS[feature.name], { database, to: feature.wanted });
    });
  try {
    await take("apply-feature", (part, change) => part.apply(deps, change));
    await take("check-feature", (part, change) => part.check(deps, change));
    await step("record-feature", () => recordFeature(deps, operationId));
  } catch (error) {
    await failFeature(deps, operationId, { databaseId, error });
    return;
  }
  await succeed(deps, operationId);
}

async function loadSwitch(operationId: string) {
  const { feature, databaseId, actorId } = await loadOperation(operationId);
  if (!feature || databaseId === null) throw new Error(`operation ${operationId} switches no feature`);
  return { feature, actorId, database: await loadDatabase(databaseId) };
}

/** @throws DomainError `conflict` when the app or the addon was removed meanwhile. */
async function loadWanted(operationId: string) {
  const loaded = await loadSwitch(operationId);
  const { app, addon } = loaded.database;
  if (app.deletedAt || addon.status !== "running")
    throw new DomainError("conflict", "app_deleted", "The database was removed meanwhile.");
  return loaded;
}

const isPending = ({ features }: DatabaseRow, { name }: FeatureChange): boolean =>
  stateOf(features, name).status === "PENDING";

const dataOf = ({ addon }: DatabaseRow, { name }: FeatureChange) => ({
  resourceId: addon.resourceId,
  addonId: addon.id,
  feature: name,
});

async function recordFeature(deps: Deps, operationId: string): Promise<void> {
  const { feature, actorId, database } = await loadWanted(operationId);
  if (!isPending(database, feature)) return;
  const { name, wanted } = feature;
  const { id: databaseId, app } = database;
  await transaction(async (tx) => {
    await writeFeature(tx, { databaseId, name }, { ...wanted, status: "ACTIVATED" });
    await FEATURE_PARTS[name].record?.(deps, tx, { database, to: wanted });
    await insertEvent(
      tx,
      { appId: app.id, databaseId, operationId, actorId },
      {
        type: wanted.isOn ? "database/add_feature" : "database/remove_feature",
        data: dataOf(database, feature),
      },
    );
  });
}

/** Ends one that does not count yet: the feature is as it was before. */
export const failFeature = (
  deps: Deps,
  operationId: string,
  { databaseId, error }: { databaseId: string; error: unknown },
): Promise<void> =>
  fail(deps, operationId, error, {
    clean: async () => {
      const { feature, database } = await loadSwitch(operationId);
      if (!isPending(database, feature)) return;
      const { name, former } = feature;
      // The records first: a part may read them.
      await transaction((tx) => writeFeature(tx, { databaseId, name }, { ...former, status: "PENDING" }));
      await FEATURE_PARTS[name].apply(deps, { database: await loadDatabase(databaseId), to: former });
    },
    record: async (tx, reason) => {
      const { feature, database } = await loadSwitch(operationId);
      if (!isPending(database, feature)) return;
      const { name, former, wanted } = feature;
      await writeFeature(tx, { databaseId, name }, { ...former, status: "FAILED", reason });
      const subject = { appId: database.app.id, databaseId, operationId, actorId: null };
      const data = { ...dataOf(database, feature), isOn: wanted.isOn, reason };
      await insertEvent(tx, subject, { type: "feature_failed", data });
    },
  });
