import "server-only";
import { z } from "zod";
import type { ErrorBody } from "../contract/errors";
import { DomainError } from "../core/errors";
import { describeError, log } from "../runtime/log";

/** What a wrong request or form is answered; messages by the name of their field, "" for the whole. */
export function inputError(error: z.ZodError): ErrorBody {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const name = String(issue.path[0] ?? "");
    fields[name] = [...(fields[name] ?? []), issue.message];
  }
  const message = error.issues[0]?.message ?? "Check what you have entered.";
  return { error: { code: "invalid", reason: "input", message, fields } };
}

/** What a caller is told of any error. An unknown one is logged under the request's id and shown as nothing in particular. */
export function errorBody(error: unknown, requestId: string): ErrorBody {
  if (error instanceof z.ZodError) return inputError(error);
  if (error instanceof DomainError && error.code !== "internal") {
    const { code, reason, message, fields } = error;
    if (code === "unavailable") log.warn("request.unavailable", { requestId, reason });
    return { error: { code, reason, message, ...(fields && { fields }) } };
  }
  log.error("request.failed", { requestId, error: describeError(error) });
  return {
    error: {
      code: "internal",
      reason: "unexpected",
      message: `Something went wrong. If it stays so, tell your administrator this number: ${requestId}`,
    },
  };
}
