import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { OutgoingFile } from "../http";

/** A file to send, or with `-` standard input, telling how much of it was sent. @throws Failure when it cannot be read. */
export async function fileToSend(path: string, onProgress: (sent: number) => void): Promise<OutgoingFile> {
  if (path === "-") return { content: counted(process.stdin, onProgress), bytes: null };
  const bytes = await sizeOf(path);
  return { content: counted(createReadStream(path), onProgress), bytes };
}

async function sizeOf(path: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isFile()) return found.size;
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    throw new Failure(EXIT.usage, `${path} cannot be read: ${error.message}`);
  }
  throw new Failure(EXIT.usage, `${path} is no file.`);
}

async function* counted(
  stream: AsyncIterable<Uint8Array>,
  onProgress: (sent: number) => void,
): AsyncIterable<Uint8Array> {
  let sent = 0;
  for await (const chunk of stream) {
    yield chunk;
    sent += chunk.length;
    onProgress(sent);
  }
}
