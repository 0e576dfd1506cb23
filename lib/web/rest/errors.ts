import "server-only";
import type { ApiError } from "../../contract/api/shared";
import { type Refusal, refusalOf } from "../refusal";

type ApiRefusal = { status: number; body: ApiError };

/** Requests that say nothing wrong, but are none, or ask for what is so already: 400. */
const BAD_REQUESTS = new Set(["not_json", "dry_run", "idempotency_key", "already_setup", "not_setup"]);

/** How any error is told to a caller of the API. */
export function apiRefusalOf(error: unknown, requestId: string): ApiRefusal {
  const { code, status, reason, message, fields, issues } = refusalOf(error, requestId);
  if (code === "internal") return { status, body: { error: message, code } };
  const body = { error: message, code: reason };
  if (code === "not_found") return { status, body: { ...body, code, resource: reason } };
  if (BAD_REQUESTS.has(reason)) return { status: 400, body };
  if (code !== "invalid") return { status, body };
  const errors = issues ? byField(issues) : (fields ?? { base: [message] });
  return { status, body: { ...body, errors: snakeCased(errors) } };
}

/** By the name of the field that is wrong, the last word of where it stands. */
function byField(issues: NonNullable<Refusal["issues"]>): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  for (const { path, message } of issues) {
    const name = path.findLast((part) => typeof part === "string") ?? "base";
    errors[name] = [...(errors[name] ?? []), message];
  }
  return errors;
}

/** "planId" is `plan_id` over HTTP. */
const snakeCased = (fields: Record<string, string[]>): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, messages]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) || "base",
      messages,
    ]),
  );
