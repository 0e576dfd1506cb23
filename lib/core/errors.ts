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

/** True for a refusal that may pass by itself (engine or PostgreSQL not answering), so that trying again makes sense. */
export const isUnavailable = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code === "unavailable";
