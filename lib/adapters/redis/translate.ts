import { DomainError } from "../../core/errors";

/** What Redis, TLS and the network say, most telling first. */
const KNOWN: readonly { pattern: RegExp; reason: string; message: (name: string) => string }[] = [
  {
    pattern: /^(WRONGPASS|NOAUTH|ERR invalid password)/,
    reason: "redis_auth_refused",
    message: (name) => `${name} refuses Berth's password: its users were changed outside of Berth.`,
  },
  {
    pattern: /^NOPERM/,
    reason: "redis_forbidden",
    message: (name) =>
      `${name} does not let Berth's user run this command: its users were changed outside of Berth.`,
  },
  {
    pattern: /^LOADING/,
    reason: "redis_loading",
    message: (name) => `${name} is still loading its data from disk.`,
  },
  {
    pattern: /^BUSY /,
    reason: "redis_busy",
    message: (name) => `${name} is busy with a long script.`,
  },
  {
    pattern: /^ERR max number of clients/,
    reason: "redis_full",
    message: (name) => `${name} has no free connection left.`,
  },
  {
    pattern: /certificate|ssl|tls alert/i,
    reason: "link_refused",
    message: () =>
      "The link to the databases and Berth do not accept each other's certificates. Start Berth again.",
  },
  {
    pattern: /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/,
    reason: "link_unreachable",
    message: () =>
      "The link to the databases does not run. Start Berth again, or look at the link's container.",
  },
];

export const unknownAnswer = (command: string): DomainError =>
  new DomainError("unavailable", "redis_answer_unknown", `Redis answered ${command} in an unknown form.`);

/** ioredis keeps the arguments of a failed command, which may hold a password: only the words go on. */
const harmlessCause = (error: unknown): Error =>
  new Error(error instanceof Error ? error.message : "unknown failure");

/** What a failure means, in words without any secret. */
export function translate(serviceName: string, error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const cause = harmlessCause(error);
  const known = KNOWN.find(({ pattern }) => pattern.test(cause.message));
  if (known) return new DomainError("unavailable", known.reason, known.message(serviceName), { cause });
  return new DomainError("unavailable", "redis_unreachable", `${serviceName} does not answer.`, { cause });
}
