import type { KeyCounts } from "../../core/backups/backup";
import { findKeyDifference } from "../../core/backups/key-difference";
import { proofName } from "../../core/databases/names";
import { engineOf } from "../../core/engines/engines";
import {
  DUMP_FILE,
  type DumpProof,
  decideProof,
  PROOF_FOLDER,
  type ProofRefusal,
  proofCommand,
} from "../../core/engines/redis/proof";
import { imageOf } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { containerMemoryBytes } from "../../core/plans/catalog";
import { MIB, MINUTE_MS, SECOND_MS } from "../../core/units";
import { recordProof } from "../../db/backup-changes";
import { setObjectProven } from "../../db/backup-objects";
import { type BackupRow, loadBackup } from "../../db/backups";
import { loadDatabase } from "../../db/databases";
import type { Owner } from "../../ports/docker-engine";
import type { StepSelf, WorkflowContext } from "../deps";
import { wholeObject } from "./backup-objects";
import { nameOf, ownerOf, planOf, servingNode } from "./database";
import { onlyDomainErrors } from "./ending";
import { withProgress } from "./progress";
import { openDump } from "./read-back";

/** Checked and loaded slower than this, it is given up. */
const SLOWEST_BYTES_PER_SECOND = 8 * MIB;
const LEAST_MS = 5 * MINUTE_MS;

/** A dump as it should be. */
export type DumpToProve = {
  hostId: string;
  owner: Owner;
  /** With its version: what has to load it. */
  engine: string;
  version: string;
  /** Of the throw-away volume and container: what an earlier try left under it is taken away. */
  name: string;
  bytes: number;
  /** Ends only when it is the dump that was taken. */
  content: AsyncIterable<Uint8Array>;
  /** What was found in it before; null when it was not proven yet. */
  keysByDatabase: KeyCounts | null;
  /** Of the server's container: what a node of the plan has. */
  memoryBytes: number;
};

/** Loads the stored object into a throw-away server of the version that it was taken from, and records what that found. */
export async function proveBackup(world: WorkflowContext, backupId: string, self: StepSelf): Promise<void> {
  const backup = await loadBackup(backupId);
  const { keysByDatabase, functions, loadMs } = await proveStored(world, backup, self);
  await recordProof(backupId, { keysByDatabase, functions, loadMs });
  await setObjectProven(wholeObject(backup).id, null);
}

/** How long all of it took is told as the time to load it. @throws DomainError when the object is not whole, or the server refuses it. */
export async function proveStored(
  world: WorkflowContext,
  backup: BackupRow,
  self: StepSelf,
): Promise<DumpProof> {
  const startedAt = Date.now();
  const { engine, version, keysByDatabase } = backup;
  const bytes = backup.dumpBytes ?? 0;
  const database = await loadDatabase(backup.databaseId);
  const node = servingNode(database);
  const proof = await proveDump(world, {
    hostId: node.hostId ?? "",
    owner: ownerOf(database),
    engine,
    version,
    name: proofName(nameOf(world, database)),
    bytes,
    content: withProgress(await openDump(world, backup), { self, totalBytes: bytes }),
    keysByDatabase,
    memoryBytes: containerMemoryBytes(planOf(world, node)),
  });
  return { ...proof, loadMs: Date.now() - startedAt };
}

/**
 * Has a server of that version load a dump, out of anybody's reach, and says what it found. Nothing stays of it; after a crash the next
 * proof or the sweep takes it away. What `content` throws is thrown as it is.
 * @throws DomainError `invalid` reason `dump_spoilt`, `dump_keys_differ`, `dump_not_loadable` or `size_differs`, in words for people.
 */
export async function proveDump(
  { engine }: Pick<WorkflowContext, "engine">,
  dump: DumpToProve,
): Promise<DumpProof> {
  const { hostId, owner, name, memoryBytes } = dump;
  const { uid, serverCommand } = engineOf(dump.engine);
  const image = imageOf(dump.engine, dump.version);
  const place = { hostId, owner, image };
  try {
    const file = { volume: name, fileName: DUMP_FILE, bytes: dump.bytes, uid, mode: 0o600 };
    await engine.writeVolumeFile({ ...place, ...file, content: dump.content });
    const ended = await engine.runShortly({
      ...place,
      name,
      command: proofCommand(serverCommand),
      user: `${uid}:${uid}`,
      volumes: [{ name, path: PROOF_FOLDER }],
      memoryLimitBytes: memoryBytes,
      cpus: 1,
      timeoutMs: LEAST_MS + (memoryBytes / SLOWEST_BYTES_PER_SECOND) * SECOND_MS,
    });
    return accepted(ended, dump);
  } finally {
    await engine.removeVolume(hostId, name).catch(onlyDomainErrors);
  }
}

function accepted(ended: Parameters<typeof decideProof>[0], { keysByDatabase }: DumpToProve): DumpProof {
  const decision = decideProof(ended);
  if (!decision.allowed) throw refusal(decision);
  const { proof } = decision;
  const difference =
    keysByDatabase &&
    findKeyDifference({ wanted: keysByDatabase, present: proof.keysByDatabase, expiredMax: 0 });
  if (!difference) return proof;
  const message = `The dump has not the keys that it should have: ${difference}.`;
  throw refusal({ reason: "dump_keys_differ", message });
}

const refusal = ({ reason, message }: ProofRefusal): DomainError =>
  new DomainError("invalid", reason, message);
