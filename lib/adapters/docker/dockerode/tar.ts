/** A file of an archive; `path` is absolute, at most 100 characters. */
type TarFile = { path: string; content: string; uid: number; mode: number };

const BLOCK_BYTES = 512;

const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, "0")}\0`;

type Head = { bytes: number; uid: number; mode: number };

/** Eleven octal digits, and what is larger in binary: https://www.gnu.org/software/tar/manual/html_node/Extensions.html */
function writeSize(block: Buffer, bytes: number): void {
  if (bytes < 8 ** 11) block.write(octal(bytes, 12), 124);
  else {
    block.writeUInt8(0x80, 124);
    block.writeBigUInt64BE(BigInt(bytes), 128);
  }
}

/** https://www.gnu.org/software/tar/manual/html_node/Standard.html */
function header(name: string, kind: "file" | "folder", file: Head): Buffer {
  const block = Buffer.alloc(BLOCK_BYTES);
  block.write(name, 0, 100);
  block.write(octal(file.mode, 8), 100);
  block.write(octal(file.uid, 8), 108);
  block.write(octal(file.uid, 8), 116);
  writeSize(block, file.bytes);
  block.write(octal(0, 12), 136);
  block.write(" ".repeat(8), 148);
  block.write(kind === "file" ? "0" : "5", 156);
  block.write("ustar\u000000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 7)} `, 148);
  return block;
}

/** The folders above a path, outermost first, each ending in a slash. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
}

/** A tar archive of a few small files with the folders above them; those belong to root and are open to read. */
export function tarOf(files: readonly TarFile[]): Buffer {
  const folders = [...new Set(files.flatMap(({ path }) => foldersOf(path)))];
  const parts = folders.map((name) => header(name, "folder", { bytes: 0, uid: 0, mode: 0o755 }));
  for (const file of files) {
    const content = Buffer.from(file.content);
    const head = header(file.path.slice(1), "file", { ...file, bytes: content.length });
    parts.push(head, content, paddingOf(content.length));
  }
  return Buffer.concat([...parts, END]);
}

const END = Buffer.alloc(2 * BLOCK_BYTES);
const paddingOf = (bytes: number): Buffer =>
  Buffer.alloc((BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES);

/** What stands before and behind the content of one file of any size in an archive that also gives the folder around it to that user. */
export function tarAround(file: Head & { name: string; folderMode: number }): { head: Buffer; end: Buffer } {
  const folder = header("./", "folder", { bytes: 0, uid: file.uid, mode: file.folderMode });
  return {
    head: Buffer.concat([folder, header(file.name, "file", file)]),
    end: Buffer.concat([paddingOf(file.bytes), END]),
  };
}
