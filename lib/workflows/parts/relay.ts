import { type DatabaseName, relayName, relaySecretNames } from "../../core/databases/names";
import { relayConfig } from "../../core/imports/relay";
import { SECOND_MS } from "../../core/units";
import type { DatabaseRow } from "../../db/databases";
import { placeRelay } from "../../db/imports";
import type { NodeRow } from "../../db/nodes";
import type { ImportSource } from "../../ports/redis-import";
import type { WorkflowContext } from "../deps";
import { relayService } from "../specs/relay-service";
import { nameOf, ownerOf } from "./database";

const STOP_MS = 30 * SECOND_MS;

type Relayed = { operationId: string; database: DatabaseRow; node: NodeRow; source: ImportSource };

/**
 * The way of a node to a source: to the one address that the guard lets through now, on the node's own host. Leaves alone one that leads
 * there. @throws DomainError as the port's `locate` does.
 */
export async function applyRelay(
  world: WorkflowContext,
  { operationId, database, node, source }: Relayed,
): Promise<void> {
  const { place, authoritiesPem } = await world.imports.locate(source);
  const revision = await placeRelay(operationId, place.address);
  const [name, owner] = [nameOf(world, database), ownerOf(database)];
  const secrets = relaySecretNames(name, revision);
  await world.engine.applySecret({ name: secrets.config, owner, content: relayConfig(place) });
  await world.engine.applySecret({ name: secrets.authorities, owner, content: authoritiesPem });
  await world.engine.applyService(relayService({ database: name, owner, revision, hostId: node.hostId }));
  await removeSecrets(world, name, [revision - 1]);
}

/** Takes it away with its files, of so many revisions. Safe to repeat, also where there was none. */
export async function removeRelay(
  world: WorkflowContext,
  database: DatabaseRow,
  revision: number,
): Promise<void> {
  if (revision === 0) return;
  const name = nameOf(world, database);
  await world.engine.removeService(relayName(name), STOP_MS);
  await removeSecrets(world, name, [revision - 1, revision]);
}

async function removeSecrets({ engine }: WorkflowContext, name: DatabaseName, revisions: readonly number[]) {
  for (const revision of revisions)
    for (const secret of Object.values(relaySecretNames(name, revision))) await engine.removeSecret(secret);
}
