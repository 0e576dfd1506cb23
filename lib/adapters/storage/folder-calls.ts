import pTimeout from "p-timeout";
import { z } from "zod";
import { SILENCE_MS, storageAway, storageFull, storageRefused } from "./refusals";

const SystemError = z.object({ code: z.string(), message: z.string() });

const FULL = ["ENOSPC", "EDQUOT"];
/** A disk or a server behind it that is gone or broken, and a machine with too many open files. */
const AWAY = ["EIO", "ENODEV", "ENXIO", "ESTALE", "ETIMEDOUT", "EHOSTDOWN", "ENOTCONN", "EMFILE", "ENFILE"];
const REFUSED = [
  "EACCES",
  "EPERM",
  "EROFS",
  "EFBIG",
  "ENOTDIR",
  "EISDIR",
  "ENAMETOOLONG",
  "ENOTSUP",
  "EMLINK",
];

export const codeOf = (error: unknown): string | null => SystemError.safeParse(error).data?.code ?? null;

/** A call of the file system, in the port's words when it fails; a code that says nothing of the storage stays what it is. */
export async function call<T>(root: string, work: Promise<T>): Promise<T> {
  const storage = `The folder ${root}`;
  try {
    // A disk behind a network may never answer.
    return await pTimeout(work, { milliseconds: SILENCE_MS, message: storageAway(storage, "no answer.") });
  } catch (error) {
    const system = SystemError.safeParse(error).data;
    if (!system) throw error;
    const why = `${system.message}.`;
    if (FULL.includes(system.code)) throw storageFull(storage, why, error);
    if (AWAY.includes(system.code)) throw storageAway(storage, why, error);
    if (REFUSED.includes(system.code)) throw storageRefused(storage, why, error);
    throw error;
  }
}
