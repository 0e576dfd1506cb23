import { membersOf } from "../../core/availability/members";
import { HAPROXY_IMAGE } from "../../core/databases/images";
import { gatewayName, publicGateName, publicGateSecretName } from "../../core/databases/names";
import { publicGateConfig } from "../../core/databases/public-gate";
import { onlyUnavailable } from "../../core/errors";
import { SECOND_MS } from "../../core/units";
import type { DatabaseRow } from "../../db/databases";
import type { WorkflowContext } from "../deps";
import { publicGateService } from "../specs/public-gate-service";
import { nameOf, ownerOf, servingNode } from "./database";

const STOP_MS = 30 * SECOND_MS;

/** What takes those who come from outside, of a database with internet access. Leaves alone what runs as it should. */
export async function applyPublicGate(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  const { publicPort: port, publicRevision: revision, allowedNetworks } = database;
  if (port === null) return;
  const name = nameOf(world, database);
  const owner = ownerOf(database);
  const content = publicGateConfig({ serviceName: gatewayName(name), allowedNetworks });
  await world.engine.applySecret({ name: publicGateSecretName(name, revision), owner, content });
  const isGroup = membersOf(database.nodes).length > 0;
  if (isGroup) await world.engine.spreadImage(HAPROXY_IMAGE).catch(onlyUnavailable);
  const hostId = isGroup ? null : servingNode(database).hostId;
  await world.engine.applyService(publicGateService({ database: name, owner, revision, port, hostId }));
  await world.engine.removeSecret(publicGateSecretName(name, revision - 1));
}

export async function removePublicGate(world: WorkflowContext, database: DatabaseRow): Promise<void> {
  const name = nameOf(world, database);
  const { publicRevision: revision } = database;
  if (revision === 0) return;
  await world.engine.removeService(publicGateName(name), STOP_MS);
  for (const left of [revision - 1, revision])
    await world.engine.removeSecret(publicGateSecretName(name, left));
}
