import { BERTH_USER, GATEWAY_USER, PASSWORD_CHARS } from "../databases/users";
import { SECOND_MS } from "../units";

/** What a server was asked since its start, as far as it tells Berth's own questions from people's; sizes in bytes. */
export type Traffic = {
  /** All commands. */
  commands: number;
  /** Of them those that nobody but Berth may send. */
  reserved: number;
  /** Of them what Berth sends all the time, and people may send as well. */
  auths: number;
  pings: number;
  infos: number;
  /** Sizes of this look itself: the question, its answer, and the part of it that a gateway's check is answered. */
  askedBytes: number;
  answerBytes: number;
  checkBytes: number;
};

/** A server's traffic at one moment. */
export type TrafficReading = Traffic & { atMs: number };

/** What of the traffic between two moments was Berth's. */
export type OwnTraffic = { commands: number; inputBytes: number; outputBytes: number };

/** The sampler itself, at the moment that it asks. */
export const OWN_CONNECTIONS = 1;

/** A gateway checks its node so often: `inter` of its configuration. */
const CHECK_MS = 2 * SECOND_MS;
/** Two people with a page of the database open, each of which asks every 5 s. */
const POLL_MS = 2.5 * SECOND_MS;

const AUTH_ANSWER = "+OK\r\n".length;
/** Of a page's poll but for what INFO says. */
const POLL_ANSWER = 2 * AUTH_ANSWER + "+PONG\r\n".length;
/** `AUTH` and `INFO replication` in one line each, as the gateway sends them. */
const CHECK_ASKED = `AUTH ${GATEWAY_USER} \r\nINFO replication\r\n`.length + PASSWORD_CHARS;
/** A page asks PING and INFO, each over a connection of its own. */
const SIGN_IN_ASKED = `*3\r\n$4\r\nauth\r\n$5\r\n${BERTH_USER}\r\n$64\r\n\r\n`.length + PASSWORD_CHARS;
const POLL_ASKED = 2 * SIGN_IN_ASKED + 2 * "*1\r\n$4\r\nping\r\n".length;

/**
 * Tells Berth's own questions from people's: of AUTH, PING and INFO so many as its gateway, its sampler and open pages send, and no
 * more than there were, so that an idle database has none left and a client that does nothing but PING still shows. While Berth works
 * on the database, all of them are its own.
 */
export function ownTraffic(before: TrafficReading, now: TrafficReading, isBusy: boolean): OwnTraffic {
  const grown = (key: "reserved" | "auths" | "pings" | "infos") => Math.max(0, now[key] - before[key]);
  const [auths, pings, infos] = [grown("auths"), grown("pings"), grown("infos")];
  const most = (everyMs: number) => Math.floor((now.atMs - before.atMs) / everyMs) + 1;
  // A check is AUTH and INFO, a page's poll two AUTH, a PING and an INFO, the sampler's look an INFO.
  const polls = Math.min(pings, Math.max(0, auths - infos + 1), most(POLL_MS));
  const checks = Math.min(Math.max(0, infos - polls - 1), most(CHECK_MS));
  const own = isBusy
    ? auths + pings + infos
    : Math.min(auths, checks + 2 * polls + 1) + polls + Math.min(infos, checks + polls + 1);
  return {
    commands: grown("reserved") + own,
    inputBytes: checks * CHECK_ASKED + polls * POLL_ASKED + before.askedBytes,
    outputBytes:
      checks * (before.checkBytes + AUTH_ANSWER) + (polls + 1) * before.answerBytes + polls * POLL_ANSWER,
  };
}
