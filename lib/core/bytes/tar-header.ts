/** Of headers, and what contents are filled up to. */
export const TAR_BLOCK_BYTES = 512;
const NAME_MAX = 100;

/** An entry; `type` is `0` for a file and `5` for a folder, and its owner's name is told where there is one. */
export type TarEntry = {
  name: string;
  type: "0" | "5";
  bytes: number;
  mode: number;
  /** User and group. */
  uid: number;
  at?: Date;
  owner?: string;
};

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;

/** Eleven octal digits, and what is larger in binary, as GNU tar writes it and every tool of today reads it. */
function writeSize(block: Buffer, bytes: number): void {
  if (bytes < 8 ** 11) block.write(octal(bytes, 12), 124);
  else {
    block.writeUInt8(0x80, 124);
    block.writeUIntBE(bytes, 130, 6);
  }
}

/** The sum of a header's bytes, with blanks in the place of the sum itself. */
export const tarSumOf = (block: Uint8Array): number =>
  block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

/** What stands before an entry's content. @throws Error for a name that does not fit. @source https://www.gnu.org/software/tar/manual/html_node/Standard.html */
export function tarHeader({ name, type, bytes, mode, uid, at = new Date(0), owner = "" }: TarEntry): Buffer {
  if (Buffer.byteLength(name) > NAME_MAX) throw new Error("the name is too long for a tar header");
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  block.write(name);
  block.write(octal(mode, 8) + octal(uid, 8) + octal(uid, 8), 100);
  writeSize(block, bytes);
  block.write(octal(Math.floor(at.getTime() / 1000), 12), 136);
  block.write(type, 156);
  block.write(`ustar\u000000${owner}`, 257);
  block.write(owner, 297);
  block.write(`${octal(tarSumOf(block), 7)} `, 148);
  return block;
}
