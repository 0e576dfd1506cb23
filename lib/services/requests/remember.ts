import { DAY_MS } from "../../core/units";
import {
  deleteIdempotencyKey,
  deleteIdempotencyKeysBefore,
  findIdempotencyKey,
  type IdempotencyRow,
  insertIdempotencyKey,
  setIdempotencyAnswer,
} from "../../db/idempotency-keys";

/** An earlier request of the same key; its answer is null while it runs. */
export type RememberedRequest = IdempotencyRow;

/** Notes that a request runs; answers the earlier one of the same key of the last day instead, if there was one. */
export async function rememberRequest(request: {
  key: string;
  requestHash: string;
}): Promise<RememberedRequest | null> {
  await deleteIdempotencyKeysBefore(new Date(Date.now() - DAY_MS));
  return (await insertIdempotencyKey(request)) ? null : findIdempotencyKey(request.key);
}

/** Keeps what a request was answered, for the next one of its key. */
export async function keepAnswer(
  key: string,
  answer: { status: number; answerEncrypted: string },
): Promise<void> {
  await setIdempotencyAnswer(key, answer);
}

/** The request did nothing: its key may be used again. */
export async function forgetRequest(key: string): Promise<void> {
  await deleteIdempotencyKey(key);
}
