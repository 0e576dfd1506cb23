import "server-only";
import type { z } from "zod";
import type { ErrorBody } from "../contract/errors";
import { inputRefusal, type Refusal, refusalOf } from "./refusal";

/** A refusal as pages and their forms read it; messages by the name of their field, "" for the whole. */
function bodyOf({ code, reason, message, fields, issues }: Refusal): ErrorBody {
  const named = issues ? byField(issues) : fields;
  return { error: { code, reason, message, ...(named && { fields: named }) } };
}

function byField(issues: NonNullable<Refusal["issues"]>): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const { path, message } of issues) {
    const name = String(path[0] ?? "");
    fields[name] = [...(fields[name] ?? []), message];
  }
  return fields;
}

/** What a wrong request or form is answered. */
export const inputError = (error: z.ZodError): ErrorBody => bodyOf(inputRefusal(error));

/** What a caller is told of any error. */
export const errorBody = (error: unknown, requestId: string): ErrorBody =>
  bodyOf(refusalOf(error, requestId));
