import { z } from "zod";
import { DomainError, hasReason } from "../../../core/errors";

const EngineError = z.object({ statusCode: z.number(), message: z.string() });
/** Of the operating system or the HTTP parser; not of arguments that were wrong, which are ours. */
const SystemError = z.object({
  code: z.string().regex(/^(?!ERR_INVALID)(E[A-Z]|HPE_|ERR_SOCKET|ERR_STREAM)/),
});

/** Held by a service that stands, which no waiting mends. */
const IN_USE = /in use by (the following )?service/;
/** Held by a container or an endpoint, which may be on its way out; or on its way out itself. */
const LEAVING = /in use|active endpoints|already in progress/;
const TAKEN = /already exists|name conflicts|AlreadyExists/;

/** Of a refusal that passes when the last container has left. */
const LEAVING_REASON = "engine_still_in_use";

const NO_SPACE = /no space left on device|disk quota exceeded/i;

/** Of a host whose disk is full. */
export const noDiskSpace = (options?: ErrorOptions): DomainError =>
  new DomainError(
    "conflict",
    "no_disk_space",
    "The host has no free disk space left. Make room there, then try again.",
    options,
  );

/** The engine's own words, without the modem's preface. */
const words = (message: string): string =>
  message
    .replace(/^\(HTTP code \d+\) [^-]*- /, "")
    .replace(/^rpc error: code = \w+ desc = /, "")
    .trim();

function unreachable(error: unknown): DomainError {
  const code = SystemError.safeParse(error).data?.code;
  const why =
    code === "EACCES"
      ? "this user may not use its socket"
      : code
        ? `${code}; is it running?`
        : "no answer in time; is it overloaded?";
  return new DomainError("unavailable", "engine_unreachable", `The Docker engine cannot be reached: ${why}`, {
    cause: error,
  });
}

/** An answer that did not come: the socket, or our own patience, says why. */
const isSilence = (error: unknown): boolean =>
  SystemError.safeParse(error).success ||
  (error instanceof Error && ["TimeoutError", "AbortError"].includes(error.name));

/** What a failed call means for Berth; the one place that reads the engine's error texts. What is no answer and no silence is a fault of ours. */
export function translate(call: { method: string; path: string }, error: unknown): unknown {
  if (error instanceof DomainError) return error;
  const fault = EngineError.safeParse(error).data;
  if (!fault) return isSilence(error) ? unreachable(error) : error;
  const message = words(fault.message);
  // Its words hold the value of a variable, which may be a secret: neither they nor what they came in go on.
  if (message.includes("expanding env"))
    return new DomainError(
      "invalid",
      "variable_refused",
      "The Docker engine takes the value of a variable for a template that it cannot read.",
    );
  const options = { cause: error };
  if (message.includes("out of sequence"))
    return new DomainError("conflict", "out_of_sequence", message, options);
  if (IN_USE.test(message)) return new DomainError("conflict", "engine_in_use", message, options);
  if (LEAVING.test(message)) return new DomainError("conflict", LEAVING_REASON, message, options);
  // The engine answers 500 for a service whose network is missing.
  if (fault.statusCode === 404 || /\bnot found$/.test(message))
    return new DomainError("not_found", "engine_not_found", message, options);
  if (fault.statusCode === 409 || TAKEN.test(message)) {
    return new DomainError("conflict", "engine_conflict", message, options);
  }
  if (NO_SPACE.test(message)) return noDiskSpace(options);
  if (fault.statusCode === 503) return new DomainError("unavailable", "swarm_inactive", message, options);
  if (fault.statusCode === 400) return new DomainError("invalid", "engine_refused", message, options);
  return new DomainError(
    "unavailable",
    "engine_failed",
    `The Docker engine failed at ${call.method} ${call.path}: ${message}`,
    options,
  );
}

/** True of a removal that was refused but may get through in a moment. */
export const isLeaving = (error: unknown): boolean => hasReason(error, LEAVING_REASON, "engine_not_found");
