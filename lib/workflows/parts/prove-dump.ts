import { createHash } from "node:crypto";
import { engineOf } from "../../core/engines/engines";
import {
  DUMP_FILE,
  type DumpProof,
  decideProof,
  findKeyDifference,
  PROOF_FOLDER,
  type ProofRefusal,
  proofCommand,
} from "../../core/engines/redis/proof";
import { imageOf } from "../../core/engines/versions";
import { DomainError } from "../../core/errors";
import { MIB, MINUTE_MS, SECOND_MS } from "../../core/units";
import type { Owner } from "../../ports/docker-engine";
import type { WorkflowContext } from "../deps";
import { onlyDomainErrors } from "./ending";

/** Checked and loaded slower than this, it is given up. */
const SLOWEST_BYTES_PER_SECOND = 8 * MIB;
const LEAST_MS = 5 * MINUTE_MS;

/** A dump as it should be. */
export type DumpToProve = {
  hostId: string;
  owner: Owner;
  provider: string;
  /** The version that has to load it. */
  version: string;
  /** Of the throw-away volume and container: what an earlier try left under it is taken away. */
  name: string;
  bytes: number;
  content: AsyncIterable<Uint8Array>;
  /** Null when nobody knows it. */
  sha256: string | null;
  /** What was found in it before; null when it was not proven yet. */
  keysByDatabase: Readonly<Record<string, number>> | null;
  /** Of the server's container: what a node of the plan has. */
  memoryBytes: number;
};

/**
 * Has a server of that version load a dump, out of anybody's reach, and says what it found. Nothing stays of it; after a crash the next
 * proof or the sweep takes it away. What `content` throws is thrown as it is.
 * @throws DomainError `invalid` reason `dump_spoilt`, `dump_keys_differ` or `dump_not_loadable`, in words for people.
 */
export async function proveDump(
  { engine }: Pick<WorkflowContext, "engine">,
  dump: DumpToProve,
): Promise<DumpProof> {
  const { hostId, owner, name, memoryBytes } = dump;
  const { uid, serverCommand } = engineOf(dump.provider);
  const image = imageOf(dump.provider, dump.version);
  const place = { hostId, owner, image };
  try {
    const file = { volume: name, fileName: DUMP_FILE, bytes: dump.bytes, uid, mode: 0o600 };
    await engine.writeVolumeFile({ ...place, ...file, content: checked(dump) });
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
  const difference = keysByDatabase && findKeyDifference(keysByDatabase, proof.keysByDatabase);
  if (difference) throw refusal(difference);
  return proof;
}

const refusal = ({ reason, message }: ProofRefusal): DomainError =>
  new DomainError("invalid", reason, message);

/** Ends only when it is the dump that was taken. */
async function* checked({ content, bytes, sha256 }: DumpToProve): AsyncGenerator<Uint8Array> {
  const hash = sha256 === null ? null : createHash("sha256");
  let left = bytes;
  for await (const piece of content) {
    hash?.update(piece);
    left -= piece.length;
    if (left < 0) break;
    yield piece;
  }
  if (left === 0 && (!hash || hash.digest("hex") === sha256)) return;
  const message = "The dump is not the one that was taken: its size or its hash differs.";
  throw refusal({ reason: "dump_spoilt", message });
}
