import "server-only";
import type { ErrorCode } from "../core/errors";

/** The HTTP status of a kind of error. */
export const STATUS: Record<ErrorCode, number> = {
  unauthenticated: 401,
  not_found: 404,
  forbidden: 403,
  conflict: 409,
  invalid: 422,
  limit_exceeded: 429,
  unavailable: 503,
  internal: 500,
};
