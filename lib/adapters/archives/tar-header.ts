export const BLOCK_BYTES = 512;
const MAX_OCTAL_SIZE = 0o77777777777;

type TarEntry = { name: string; type: string; bytes: number };

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;

/** Sizes of 8 GiB and more are written as GNU tar does, which every tool of today reads. */
function writeSize(block: Buffer, bytes: number): void {
  if (bytes <= MAX_OCTAL_SIZE) {
    block.write(octal(bytes, 12), 124);
    return;
  }
  block[124] = 0x80;
  block.writeUIntBE(bytes, 130, 6);
}

/** The sum of the header's bytes, with blanks in the place of the sum itself. */
const sumOf = (block: Uint8Array): number =>
  block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

/** https://www.gnu.org/software/tar/manual/html_node/Standard.html */
function headerOf(entry: TarEntry & { mode: number; at: Date }): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  if (Buffer.byteLength(entry.name) > 100) throw new Error("the name is too long for a tar header");
  block.write(entry.name);
  block.write(octal(entry.mode, 8) + octal(0, 8) + octal(0, 8), 100);
  writeSize(block, entry.bytes);
  block.write(octal(Math.floor(entry.at.getTime() / 1000), 12), 136);
  block.write(entry.type, 156);
  block.write("ustar\u000000root", 257);
  block.write("root", 297);
  block.write(`${octal(sumOf(block), 7)} `, 148);
  return block;
}

/** The two headers of an archive with one folder and one file in it. */
export const archiveHeaders = ({ folder, bytes, at }: { folder: string; bytes: number; at: Date }): Buffer =>
  Buffer.concat([
    headerOf({ name: `${folder}/`, type: "5", bytes: 0, mode: 0o755, at }),
    headerOf({ name: `${folder}/dump.rdb`, type: "0", bytes, mode: 0o600, at }),
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
export function readHeader(bytes: Uint8Array): TarEntry | null {
  const block = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (block.length < BLOCK_BYTES) return null;
  if (Number.parseInt(textAt(block, 148, 8).trim(), 8) !== sumOf(block)) return null;
  const size = readSize(block);
  if (size === null) return null;
  const isPosix = block.toString("latin1", 257, 263) === "ustar\0";
  const prefix = isPosix ? textAt(block, 345, 155) : "";
  const name = textAt(block, 0, 100);
  const type = block[156] === 0 ? "0" : block.toString("latin1", 156, 157);
  return { name: prefix === "" ? name : `${prefix}/${name}`, type, bytes: size };
}
