import type { DecidingReason } from "./reasons";

/** The closed list of what can go wrong for a caller; every door maps it to its own answer (HTTP status, exit code). */
export type ErrorCode =
  | "unauthenticated"
  | "not_found"
  | "forbidden"
  | "conflict"
  | "invalid"
  | "limit_exceeded"
  | "unavailable"
  | "internal";

/** An expected refusal. `reason` is stable snake_case for programs; `message` says to a person what happened and what to do. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly reason: string;
  readonly fields: Record<string, string[]> | undefined;
  constructor(
    code: ErrorCode,
    reason: string,
    message: string,
    options?: ErrorOptions & { fields?: Record<string, string[]> },
  ) {
    super(message, options);
    this.code = code;
    this.reason = reason;
    this.fields = options?.fields;
  }
}

/** True for a refusal that may pass by itself (away, loading, too busy), so that trying again makes sense. */
export const isUnavailable = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code === "unavailable";

/** True for an answer that a caller can act on; anything else is a fault of ours. */
export const isRefusal = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code !== "internal";

/** Null for a refusal that may pass by itself: it is asked again later, or done without. @throws anything else. */
export function onlyUnavailable(error: unknown): null {
  if (isUnavailable(error)) return null;
  throw error;
}

/** True for a refusal of one of these reasons. */
export const hasReason = (error: unknown, ...reasons: DecidingReason[]): error is DomainError =>
  error instanceof DomainError && reasons.some((reason) => reason === error.reason);

/** What a wait waits out: what may pass by itself, and what is only not there yet, by its reasons. */
export const passesOr =
  (...reasons: DecidingReason[]) =>
  (error: unknown): boolean =>
    isUnavailable(error) || hasReason(error, ...reasons);
