import "server-only";
import pTimeout from "p-timeout";
import { DomainError } from "../../core/errors";
import { MINUTE_MS } from "../../core/units";

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** A sender that is silent for so long is let go, and so is one that goes on for so long after it was refused. */
const SILENT_MS = MINUTE_MS;

/**
 * A request's body as it comes, no faster than it is taken. What nobody wants is read and thrown away for a while: a caller who still
 * sends would not hear the answer. @throws DomainError `invalid` reason `upload_cut` when it ends before its end.
 */
export async function* uploadOf({ body }: Request): AsyncIterable<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  let isEnded = false;
  try {
    for (;;) {
      const { done, value } = await next(reader);
      isEnded = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!isEnded) void throwAway(reader);
  }
}

async function next(reader: Reader): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await pTimeout(reader.read(), { milliseconds: SILENT_MS });
  } catch (error) {
    const message = "The file did not come to its end. Send it again.";
    throw new DomainError("invalid", "upload_cut", message, { cause: error });
  }
}

async function throwAway(reader: Reader): Promise<void> {
  const toEnd = async () => {
    while (!(await reader.read()).done);
  };
  // Nobody is left to be told what goes wrong now.
  await pTimeout(toEnd(), { milliseconds: SILENT_MS }).catch(() => reader.cancel().catch(() => {}));
}
