import "server-only";
import { z } from "zod";
import { type ErrorCode, isRefusal } from "../core/errors";
import { describeError, log } from "../runtime/log";
import { STATUS } from "./status";

/** What an error means to whoever asked; each door renders it in its own form. */
export type Refusal = {
  code: ErrorCode;
  status: number;
  reason: string;
  message: string;
  /** Messages by the name of a field. */
  fields?: Record<string, string[]> | undefined;
  /** What is wrong with an input, as it was found. */
  issues?: z.ZodError["issues"];
};

/**
 * The one place that says what a caller is told of any error. What is nobody's own mistake is logged with its causes, under the request's
 * id; of an unknown error nothing else is shown.
 */
export function refusalOf(error: unknown, requestId: string): Refusal {
  if (error instanceof z.ZodError) return inputRefusal(error);
  if (isRefusal(error)) {
    const { code, reason, message, fields } = error;
    if (code === "unavailable")
      log.warn("request.unavailable", { requestId, reason, error: describeError(error) });
    return { code, status: STATUS[code], reason, message, fields };
  }
  log.error("request.failed", { requestId, error: describeError(error) });
  const message = `Something went wrong. If it stays so, tell your administrator this number: ${requestId}`;
  return { code: "internal", status: STATUS.internal, reason: "unexpected", message };
}

/** Of a wrong request or form; said of the whole when nothing more is known. */
export const inputRefusal = ({ issues }: z.ZodError): Refusal => ({
  code: "invalid",
  status: STATUS.invalid,
  reason: "input",
  message: issues[0]?.message ?? "Check what you have entered.",
  issues,
});
