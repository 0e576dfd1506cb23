import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { DomainError } from "../../core/errors";
import type { Platform } from "../../runtime/container";
import { describeError, log } from "../../runtime/log";
import type { Actor } from "../../services/context";
import {
  forgetRequest,
  keepAnswer,
  type RememberedRequest,
  rememberRequest,
} from "../../services/requests/remember";

const KEY_CHARS_MAX = 255;
/** What the same request again would do a second time. */
const REPEATED = new Set(["POST", "PATCH"]);

export type Answer = { status: number; body: unknown; headers: Record<string, string> };
const KeptAnswer = z.object({
  status: z.number(),
  body: z.unknown(),
  headers: z.record(z.string(), z.string()),
});

type Asked = {
  key: string | null;
  actor: Actor;
  method: string;
  path: string;
  text: string;
  cipher: Platform["cipher"];
};

const hashOf = (...parts: string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex");

/**
 * Answers the same `Idempotency-Key` of the same caller within a day as it was answered the first time, without doing it again; what was
 * refused is tried again. Without a key it just does the work.
 * @throws DomainError `conflict` while the first one runs, and when the key was used for something else.
 */
export async function once(asked: Asked, work: () => Promise<Answer>): Promise<Answer> {
  const { key, actor, method, path, text, cipher } = asked;
  if (key === null || !REPEATED.has(method)) return work();
  if (key.length === 0 || key.length > KEY_CHARS_MAX)
    throw new DomainError("invalid", "idempotency_key", "An Idempotency-Key has 1 to 255 characters.");
  const caller = actor.tokenId ?? actor.userId;
  const request = { key: hashOf(caller, key), requestHash: hashOf(method, path, text) };
  const earlier = await rememberRequest(request);
  if (earlier) return replay(earlier, request.requestHash, cipher);
  try {
    const answer = await work();
    await keepAnswer(request.key, {
      status: answer.status,
      answerEncrypted: cipher.encrypt(JSON.stringify(answer)),
    });
    return answer;
  } catch (error) {
    // What the work failed with is the answer, also when the records cannot be reached now.
    await forgetRequest(request.key).catch((failure: unknown) =>
      log.warn("request.not_forgotten", { error: describeError(failure) }),
    );
    throw error;
  }
}

function replay(earlier: RememberedRequest, requestHash: string, cipher: Platform["cipher"]): Answer {
  if (earlier.requestHash !== requestHash)
    throw new DomainError(
      "conflict",
      "idempotency_key_used",
      "This Idempotency-Key was used for another request: take a new one.",
    );
  if (earlier.answerEncrypted === null)
    throw new DomainError(
      "conflict",
      "request_running",
      "The first request with this Idempotency-Key has not ended. Look before you try again.",
    );
  const answer = KeptAnswer.parse(JSON.parse(cipher.decrypt(earlier.answerEncrypted)));
  return { ...answer, headers: { ...answer.headers, "idempotent-replayed": "true" } };
}
