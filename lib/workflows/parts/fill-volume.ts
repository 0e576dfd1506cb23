import { nodeName } from "../../core/databases/names";
import { COPY_MARK } from "../../core/databases/node-volume";
import { engineOf } from "../../core/engines/engines";
import { DUMP_FILE } from "../../core/engines/redis/proof";
import { imageOf } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import type { BackupRow } from "../../db/backups";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { StepSelf, WorkflowContext } from "../deps";
import { wholeObjects } from "./backup-objects";
import { nameOf, ownerOf } from "./database";
import { onlyDomainErrors } from "./ending";
import { withProgress } from "./progress";
import { openDump } from "./read-back";

const OWNERS_ONLY = 0o600;

type Filled = { database: DatabaseRow; node: NodeRow; backup: BackupRow };

/**
 * Writes the dump of a backup into the volume of a node that never started, then the mark that all of it is there: no node starts with
 * less. A copy that cannot be read is passed over for the next one. @throws DomainError with what was wrong with the last.
 */
export async function fillVolume(world: WorkflowContext, filled: Filled, self: StepSelf): Promise<void> {
  let failure: unknown = new DomainError("conflict", "backup_gone", "No storage has this backup any more.");
  for (const object of wholeObjects(filled.backup))
    try {
      const dump = await openDump(world, filled.backup, object);
      await writeFiles(world, filled, withProgress(dump, { self, totalBytes: filled.backup.dumpBytes ?? 0 }));
      return;
    } catch (error) {
      onlyDomainErrors(error);
      failure = error;
    }
  throw failure;
}

async function writeFiles(
  world: WorkflowContext,
  { database, node, backup }: Filled,
  dump: AsyncIterable<Uint8Array>,
): Promise<void> {
  const place = {
    hostId: node.hostId ?? "",
    owner: ownerOf(database),
    volume: nodeName(nameOf(world, database), node.number),
    uid: engineOf(node.engine).uid,
    mode: OWNERS_ONLY,
    image: imageOf(node.engine, node.version),
  };
  const bytes = backup.dumpBytes ?? 0;
  await world.engine.writeVolumeFile({ ...place, fileName: DUMP_FILE, bytes, content: dump });
  await world.engine.writeVolumeFile({ ...place, fileName: COPY_MARK, bytes: 0, content: nothing() });
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
