import { TAR_BLOCK_BYTES, tarHeader, tarSumOf } from "../../core/bytes/tar-header";

export const BLOCK_BYTES = TAR_BLOCK_BYTES;

type Found = { name: string; type: string; bytes: number };

const ROOT = { uid: 0, owner: "root" };

/** The two headers of an archive with one folder and one file in it. */
export const archiveHeaders = ({
  folder,
  fileName = "dump.rdb",
  bytes,
  at,
}: {
  folder: string;
  fileName?: string | undefined;
  bytes: number;
  at: Date;
}): Buffer =>
  Buffer.concat([
    tarHeader({ name: `${folder}/`, type: "5", bytes: 0, mode: 0o755, at, ...ROOT }),
    tarHeader({ name: `${folder}/${fileName}`, type: "0", bytes, mode: 0o600, at, ...ROOT }),
  ]);

const textAt = (block: Buffer, at: number, width: number): string => {
  const end = block.indexOf(0, at);
  return block.toString("utf8", at, end < 0 ? at + width : Math.min(end, at + width));
};

function readSize(block: Buffer): number | null {
  if (block[124] === 0x80) return block.readUIntBE(130, 6);
  const digits = textAt(block, 124, 12).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
}

/** What a header says; null when it is none. The name has its prefix. */
export function readHeader(bytes: Uint8Array): Found | null {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (block.length < TAR_BLOCK_BYTES) return null;
  if (Number.parseInt(textAt(block, 148, 8).trim(), 8) !== tarSumOf(block)) return null;
  const size = readSize(block);
  if (size === null) return null;
  const isPosix = block.toString("latin1", 257, 263) === "ustar\0";
  const prefix = isPosix ? textAt(block, 345, 155) : "";
  const name = textAt(block, 0, 100);
  const type = block[156] === 0 ? "0" : block.toString("latin1", 156, 157);
  return { name: prefix === "" ? name : `${prefix}/${name}`, type, bytes: size };
}
