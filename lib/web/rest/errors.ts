import "server-only";
import { z } from "zod";
import type { ApiError } from "../../contract/api/shared";
import { DomainError } from "../../core/errors";
import { describeError, log } from "../../runtime/log";
import { STATUS } from "../status";

export type Refusal = { status: number; body: ApiError };

/** Requests that say nothing wrong, but are none: 400. */
const BAD_REQUESTS = new Set(["not_json", "dry_run", "idempotency_key"]);

/** How any error is told to a caller of the API. An unknown one is logged under the request's id and shown as nothing in particular. */
export function refusalOf(error: unknown, requestId: string): Refusal {
  if (error instanceof z.ZodError) return invalidInput(error);
  if (error instanceof DomainError && error.code !== "internal") return refusalOfDomain(error, requestId);
  log.error("request.failed", { requestId, error: describeError(error) });
  const message = `Something went wrong. If it stays so, tell your administrator this number: ${requestId}`;
  return { status: 500, body: { error: message, code: "internal" } };
}

function refusalOfDomain(error: DomainError, requestId: string): Refusal {
  const { code, reason, message } = error;
  if (code === "unavailable") log.warn("request.unavailable", { requestId, reason });
  const body = { error: message, code: reason };
  if (code === "not_found") return { status: 404, body: { ...body, code: "not_found", resource: reason } };
  if (BAD_REQUESTS.has(reason)) return { status: 400, body };
  if (code !== "invalid") return { status: STATUS[code], body };
  return { status: 422, body: { ...body, errors: snakeCased(error.fields ?? { base: [message] }) } };
}

/** By the name of the field that is wrong, the last word of where it stands. */
function invalidInput(error: z.ZodError): Refusal {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of error.issues) {
    const name = path.findLast((part) => typeof part === "string") ?? "base";
    errors[name] = [...(errors[name] ?? []), message];
  }
  const message = error.issues[0]?.message ?? "The request is not right.";
  return { status: 422, body: { error: message, code: "input", errors: snakeCased(errors) } };
}

/** "planId" is `plan_id` over HTTP. */
const snakeCased = (fields: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, messages]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) || "base",
      messages,
    ]),
  );
