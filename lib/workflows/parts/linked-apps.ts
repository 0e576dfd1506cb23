import { DomainError } from "../../core/errors";
import type { Alone, Subject } from "../../core/events/upkeep";
import { listLinkedApps, loadApp, setAppliedRevision } from "../../db/apps";
import { transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import type { WorkflowContext } from "../deps";
import { restoreLink } from "./app-service";

/**
 * Looks whether linked services still have what Berth set: a deployment by their owner takes it away. What is missing is set again,
 * which starts their containers anew, and told in the timeline.
 */
export async function restoreLinks(world: WorkflowContext, alone: Alone): Promise<void> {
  const apps = await listLinkedApps();
  if (apps.length === 0) return;
  const linked = new Set(
    (await world.engine.listForeignServices()).filter(({ isLinked }) => isLinked).map(({ name }) => name),
  );
  for (const app of apps) {
    const { id, service } = app;
    const subject: Subject = { work: "restore-link", id, name: service, appId: id, databaseId: null };
    await alone(subject, () => restore(world, { ...app, isLinked: linked.has(service) }));
  }
}

async function restore(
  world: WorkflowContext,
  { id, service, isLinked }: { id: string; service: string; isLinked: boolean },
): Promise<void> {
  const { revision } = await loadApp(id);
  if (!(await restoreLink(world, id, isLinked).catch(onlyGone))) return;
  await setAppliedRevision(id, revision);
  await transaction((tx) =>
    insertEvent(tx, { appId: id, actorId: null }, { type: "link_restored", data: { service } }),
  );
}

/** A service that its owner removed, or that another Berth took, is nothing to mend here: the app's page shows no containers. */
function onlyGone(error: unknown): false {
  if (error instanceof DomainError && (error.code === "not_found" || error.code === "conflict")) return false;
  throw error;
}
