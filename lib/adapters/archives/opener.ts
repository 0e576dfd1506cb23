import { Worker } from "node:worker_threads";
import type { ChunkedFile } from "./age-chunks.mjs";

/** Chunks that follow each other, `first` the number of the first, in the first `bytes` of a space. */
type Sealed = { file: ChunkedFile; first: number; space: ArrayBuffer; bytes: number };
export type Asked = Sealed & { id: number };
/** The space comes back with so many bytes of what was in the chunks; null when one was not what was sealed at its place. */
export type Opened = { id: number; space: ArrayBuffer; bytes: number | null };

type Waiting = { resolve: (opened: Opened) => void; reject: (error: Error) => void };

const waiting = new Map<number, Waiting>();
let thread: Worker | undefined;
let lastId = 0;

/** Opens chunks where they stand, in the one thread that this process has for it. The space is out of reach until it comes back. */
export function openBeside(sealed: Sealed): Promise<Opened> {
  thread ??= startThread();
  const opener = thread;
  const asked: Asked = { ...sealed, id: ++lastId };
  return new Promise((resolve, reject) => {
    waiting.set(asked.id, { resolve, reject });
    opener.ref();
    opener.postMessage(asked, [asked.space]);
  });
}

/** It keeps no process alive while nobody waits. Its program stands beside this one, also where both are built. */
function startThread(): Worker {
  const started = new Worker(new URL("./open-thread.mjs", import.meta.url));
  started.on("message", (opened: Opened) => {
    waiting.get(opened.id)?.resolve(opened);
    waiting.delete(opened.id);
    if (waiting.size === 0) started.unref();
  });
  started.on("error", (error) => {
    thread = undefined;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  });
  return started;
}
