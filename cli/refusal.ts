import { ApiError } from "@/lib/contract/api/shared";
import { parseJson } from "@/lib/core/json";
import { EXIT, type ExitCode } from "./exit-codes";
import { Failure } from "./failure";
import type { HttpAnswer } from "./http";

function exitCodeOf(status: number): ExitCode {
  if (status === 401) return EXIT.signedOut;
  if (status === 429 || status >= 500) return EXIT.unavailable;
  return EXIT.refused;
}

/** What to do about a status, where the answer itself does not say. */
function advice({ status, headers }: HttpAnswer): string[] {
  if (status === 401) return ["Sign in: berth login"];
  if (status === 429) return [`Try again in ${headers["retry-after"] ?? "a few"} seconds.`];
  const requestId = headers["x-request-id"];
  return status >= 500 && typeof requestId === "string"
    ? [`Whoever runs this Berth finds it in the log as request ${requestId}.`]
    : [];
}

/** What a refused request means for the person who asked. */
export function refusalOf(answer: HttpAnswer): Failure {
  const parsed = ApiError.safeParse(parseJson(answer.text));
  if (!parsed.success)
    return new Failure(
      exitCodeOf(answer.status),
      `Berth answered with status ${answer.status}.`,
      answer.status === 404 ? ["Is this the address of a Berth, and a new enough one?"] : advice(answer),
    );
  const { error, errors, code = null } = parsed.data;
  const fields = Object.entries(errors ?? {}).flatMap(([field, reasons]) =>
    reasons.filter((reason) => reason !== error).map((reason) => `${field}: ${reason}`),
  );
  return new Failure(exitCodeOf(answer.status), error, [...fields, ...advice(answer)], code);
}
