import { z } from "zod";
import { DomainError, type ErrorCode } from "../../core/errors";

type Meaning = { code: ErrorCode; reason: string; message: (name: string) => string };

/** Replies that Redis begins with such words: it answers. What passes by itself is `unavailable`, what does not is a refusal. */
const REPLIES: readonly (Meaning & { pattern: RegExp })[] = [
  {
    pattern: /^(WRONGPASS|NOAUTH|ERR invalid password)/,
    code: "conflict",
    reason: "redis_auth_refused",
    message: (name) => `${name} refuses Berth's password: its users were changed outside of Berth.`,
  },
  {
    pattern: /^NOPERM/,
    code: "conflict",
    reason: "redis_forbidden",
    message: (name) =>
      `${name} does not let Berth's user run this command: its users were changed outside of Berth.`,
  },
  {
    pattern: /^LOADING/,
    code: "unavailable",
    reason: "redis_loading",
    message: (name) => `${name} is still loading its data from disk.`,
  },
  {
    pattern: /^BUSY /,
    code: "unavailable",
    reason: "redis_busy",
    message: (name) => `${name} is busy with a long script.`,
  },
  {
    pattern: /^ERR max number of clients/,
    code: "unavailable",
    reason: "redis_full",
    message: (name) => `${name} has no free connection left.`,
  },
];

const LINK_REFUSED: Meaning = {
  code: "unavailable",
  reason: "link_refused",
  message: () =>
    "The link to the databases and Berth do not accept each other's certificates. Start Berth again.",
};
const LINK_AWAY: Meaning = {
  code: "unavailable",
  reason: "link_unreachable",
  message: () =>
    "The link to the databases does not run. Start Berth again, or look at the link's container.",
};
const AWAY: Meaning = {
  code: "unavailable",
  reason: "redis_unreachable",
  message: (name) => `${name} does not answer.`,
};

/** Of the operating system and of TLS. The link is what we connect to: only behind it is Redis. @source https://nodejs.org/api/errors.html */
const LINK_CODES = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN", "ENETDOWN"]);
const AWAY_CODES = new Set([
  "ECONNRESET",
  "ECONNABORTED",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTCONN",
  "ERR_STREAM_DESTROYED",
]);
const TLS_CODES = /^(ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;
/** Of ioredis, which gives them no code. */
const SILENCES = /^(Connection is closed\.|Command timed out|Stream isn't writeable)/;
const CLOSED = "Connection is closed.";

const Coded = z.object({ code: z.string() });
const Aborted = z.object({ previousErrors: z.tuple([z.instanceof(Error)], z.instanceof(Error)) });

/** An answer that is none of a Redis that we know: a fault of ours, which no waiting mends. */
export const unknownAnswer = (command: string, cause?: unknown): DomainError =>
  new DomainError("internal", "redis_answer_unknown", `Redis answered ${command} in an unknown form.`, {
    cause,
  });

/** ioredis keeps the arguments of a failed command, which may hold a password: only the words go on. */
const harmlessCause = ({ message }: Error): Error => new Error(message);

/** What a reply means. Redis' first word stays in the message: the closed list of meanings would hide it. */
function meaningOfReply(reply: string): Meaning {
  const refused: Meaning = {
    code: "conflict",
    reason: "redis_refused",
    message: (name) => `${name} refused with ${reply.split(" ", 1)[0]}: ${reply}`,
  };
  return REPLIES.find(({ pattern }) => pattern.test(reply)) ?? refused;
}

const codeOf = (error: Error): string => Coded.safeParse(error).data?.code ?? "";

/** True of a connection that went away, at whatever moment: nothing was said that could be refused. */
export const isAway = (error: Error): boolean => AWAY_CODES.has(codeOf(error));

function meaningOfSilence(error: Error): Meaning | null {
  const code = codeOf(error);
  if (TLS_CODES.test(code)) return LINK_REFUSED;
  if (LINK_CODES.has(code)) return LINK_AWAY;
  if (AWAY_CODES.has(code) || SILENCES.test(error.message)) return AWAY;
  return null;
}

/** The transaction's own words say less than the refusal that ended it. */
const replyOf = (error: Error): Error => Aborted.safeParse(error).data?.previousErrors[0] ?? error;

/**
 * What a failure means, in words without any secret: what Redis replied, or that it did not. Anything else, such as a fault of ours, stays
 * as it is.
 */
export function translate(serviceName: string, error: unknown): unknown {
  if (error instanceof DomainError || !(error instanceof Error)) return error;
  const said = replyOf(error);
  const meaning = said.name === "ReplyError" ? meaningOfReply(said.message) : meaningOfSilence(said);
  if (!meaning) return error;
  const { code, reason, message } = meaning;
  return new DomainError(code, reason, message(serviceName), { cause: harmlessCause(said) });
}

/** ioredis rejects with "Connection is closed" and tells the cause, such as a refused password, by its error event only. */
export const causeOf = (error: unknown, told: readonly unknown[]): unknown =>
  error instanceof Error && error.message === CLOSED && told.length > 0 ? told[0] : error;

/** Of a Redis that does not answer. */
export const silent = (serviceName: string, cause: unknown): DomainError =>
  new DomainError(AWAY.code, AWAY.reason, AWAY.message(serviceName), { cause });
