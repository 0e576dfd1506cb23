import { TAR_BLOCK_BYTES, tarHeader } from "../../../core/bytes/tar-header";

/** A file of an archive; `path` is absolute, at most 100 characters. */
type TarFile = { path: string; content: string; uid: number; mode: number };

type Head = { bytes: number; uid: number; mode: number };

/** The folders above a path, outermost first, each ending in a slash. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(1, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
}

/** A tar archive of a few small files with the folders above them; those belong to root and are open to read. */
export function tarOf(files: readonly TarFile[]): Buffer {
  const folders = [...new Set(files.flatMap(({ path }) => foldersOf(path)))];
  const parts = folders.map((name) => tarHeader({ name, type: "5", bytes: 0, uid: 0, mode: 0o755 }));
  for (const file of files) {
    const content = Buffer.from(file.content);
    const { uid, mode } = file;
    const head = tarHeader({ name: file.path.slice(1), type: "0", bytes: content.length, uid, mode });
    parts.push(head, content, paddingOf(content.length));
  }
  return Buffer.concat([...parts, END]);
}

const END = Buffer.alloc(2 * TAR_BLOCK_BYTES);
const paddingOf = (bytes: number): Buffer =>
  Buffer.alloc((TAR_BLOCK_BYTES - (bytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES);

/** What stands before and behind the content of one file of any size in an archive that also gives the folder around it to that user. */
export function tarAround({
  name,
  bytes,
  uid,
  mode,
  folderMode,
}: Head & { name: string; folderMode: number }) {
  const folder = tarHeader({ name: "./", type: "5", bytes: 0, uid, mode: folderMode });
  return {
    head: Buffer.concat([folder, tarHeader({ name, type: "0", bytes, uid, mode })]),
    end: Buffer.concat([paddingOf(bytes), END]),
  };
}
