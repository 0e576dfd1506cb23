const DUMP = [..."REDIS"].map((letter) => letter.charCodeAt(0));
/** https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1 */
const GZIP = [0x1f, 0x8b];

/** Whether it begins as a dump or an archive does: it takes no upload to see that it does not. */
export async function looksLikeDump(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, DUMP.length).arrayBuffer());
  return [DUMP, GZIP].some((magic) => magic.every((byte, index) => start[index] === byte));
}
