import pTimeout from "p-timeout";
import { DomainError } from "../core/errors";

/** The result of `work`, or a refusal after `timeoutMs`; the work itself is not stopped. @throws DomainError `unavailable`. */
export const inTime = <T>(work: Promise<T>, timeoutMs: number): Promise<T> =>
  pTimeout(work, {
    milliseconds: timeoutMs,
    message: new DomainError("unavailable", "no_answer", `There was no answer in ${timeoutMs} ms.`),
  });
