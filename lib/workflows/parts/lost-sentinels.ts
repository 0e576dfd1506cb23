import { askGroup } from "../../core/availability/ask";
import { SENTINELS, sentinelName, sentinelNames } from "../../core/availability/group";
import { groupOf, membersOf } from "../../core/availability/members";
import { findRefuge } from "../../core/availability/offer";
import { isLost, isOutdated } from "../../core/availability/replace";
import { sentinelTargets } from "../../core/availability/sentinel";
import { nodeName } from "../../core/databases/names";
import { onlyUnavailable } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";
import { transaction } from "../../db/client";
import type { DatabaseRow } from "../../db/databases";
import { listRunningDrains } from "../../db/host-drains";
import { listKnownHosts } from "../../db/hosts";
import { lockPlacement } from "../../db/nodes";
import { findSentinels, setSentinelHosts } from "../../db/sentinels";
import type { Resource } from "../../ports/docker-engine";
import type { WorkflowContext } from "../deps";
import { nameOf } from "./database";
import { onlyDomainErrors } from "./ending";
import { applySentinels } from "./sentinels";

const STOP_MS = MINUTE_MS;

/**
 * Gives a Sentinel whose host is lost for good, or being drained, another host, where there is one that has none of them. What it knew it is told anew, and the
 * others forget the one that it was (`refreshOutdated`). Safe to repeat: cut off at any place, the next time goes on.
 */
export async function replaceSentinels(world: WorkflowContext, now: Date): Promise<void> {
  const row = await findSentinels();
  const known = new Map((await listKnownHosts()).map((host) => [host.id, host]));
  const age = { now, afterMs: world.replaceAfterMs };
  const drained = (await listRunningDrains()).map(({ hostId }) => hostId);
  const lost = row?.hostIds.findIndex((id) => isLost(known.get(id), age) || drained.includes(id)) ?? -1;
  const leaving = row?.hostIds[lost];
  if (!row || leaving === undefined) return;
  const hosts = await world.engine.listHosts();
  const host = findRefuge({ hosts, hostIds: row.hostIds, leaving });
  if (!host) return;
  // Before another host is noted: where its service stands it is left as it is.
  await world.engine.removeService(sentinelName(world.instance, lost + 1), STOP_MS);
  await transaction(async (tx) => {
    await lockPlacement(tx);
    const { hostIds = [] } = (await findSentinels(tx)) ?? {};
    if (hostIds[lost] === row.hostIds[lost])
      await setSentinelHosts(
        tx,
        hostIds.map((id, index) => (index === lost ? host.id : id)),
      );
  });
  await applySentinels(world);
}

/** Takes away what Sentinels left on hosts where they are no more: one that found its old volume would bring its old view back. */
export async function removeFormerSentinels(
  { engine, instance }: WorkflowContext,
  resources: readonly Resource[],
): Promise<void> {
  const hostIds = (await findSentinels())?.hostIds ?? [];
  for (const { type, name, hostId } of resources) {
    const index = type === "volume" ? sentinelNames(instance).indexOf(name) : -1;
    if (index >= 0 && hostId !== null && hostIds[index] !== hostId)
      // Of a host that is just back its container may not have ended yet: a later sweep.
      await engine.removeVolume(hostId, name).catch(onlyDomainErrors);
  }
}

/**
 * Has one Sentinel that counts on a node or a Sentinel that is no more find anew what is there, while the group is whole and all Sentinels know
 * each other: one that begins anew agrees to nothing for some seconds.
 */
export async function refreshOutdated(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  const group = groupOf(database.addon.resourceId, database.nodes);
  if (group === null) return;
  // One that would not outlive the loss of a host is left as it is.
  const state = await askGroup(world, database, { findSentinels, hostNames: new Map() });
  if (state?.trouble !== null) return;
  const name = nameOf(world, database);
  const members = membersOf(database.nodes).map(({ number }) => nodeName(name, number));
  const known = await Promise.all(
    sentinelTargets(world, await findSentinels()).map(async (sentinel) => ({
      sentinel,
      knowledge: await world.groups.knows(sentinel, group).catch(onlyUnavailable),
    })),
  );
  if (known.some(({ knowledge }) => knowledge === null || knowledge.others < SENTINELS - 1)) return;
  const outdated = known.find(
    ({ knowledge }) => knowledge && isOutdated(knowledge, { members, sentinels: SENTINELS }),
  );
  if (outdated) await world.groups.refresh(outdated.sentinel, group).catch(onlyUnavailable);
}
