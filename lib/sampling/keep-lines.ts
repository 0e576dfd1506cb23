import pMap from "p-map";
import { isRefusal } from "../core/errors";
import type { Subject } from "../core/events/upkeep";
import { LEFT_OUT_SIGN } from "../core/logs/line";
import { ROUND_MS } from "../core/stats/resolutions";
import { insertLogLines, listLastLines, trimLogLines } from "../db/log-lines";
import type { LogLine } from "../ports/container-logs";
import type { ContainerRef } from "../ports/container-stats";
import type { SamplerDeps } from "./deps";
import { inTime } from "./in-time";
import { LOGS_KEPT_MS } from "./roll-up";

/** Each container's turn comes once in so many rounds; every round while it is hurried. */
const TURNS = 6;
const READ_MS = 5_000;
const AT_ONCE = 20;

/** How much is kept of what somebody writes. */
export type Keeping = {
  /** Of one container in one turn; what is more is left out, and told in a line. */
  linesMax: number;
  /** Of all containers of one owner; null without a bound. */
  ownedMax: number | null;
};

/** A container whose lines are kept, and for whom. */
export type Writer = ContainerRef & {
  isRunning: boolean;
  /** The database or the app. */
  ownerId: string;
  source: string;
  isHurried: boolean;
  subject: Subject;
};

type Kept = { since: string | undefined; isOver: boolean };

/** Spreads the containers over the rounds. */
const turnOf = (containerId: string): number =>
  [...containerId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % TURNS;

/** Keeps what containers write, so that it outlives them. Call it once a round with all that are there. */
export function lineKeeper(deps: SamplerDeps, { linesMax, ownedMax }: Keeping) {
  const kept = new Map<string, Kept>();
  /** Lines kept of each owner since the oldest were last deleted. */
  const grown = new Map<string, number>();

  async function knownOf({ containerId, ownerId, source }: Writer): Promise<Kept> {
    const known = kept.get(containerId);
    if (known) return known;
    const fresh = { since: (await listLastLines(ownerId, [source])).get(source), isOver: false };
    kept.set(containerId, fresh);
    return fresh;
  }

  async function trim(ownerId: string, added: number): Promise<void> {
    if (ownedMax === null) return;
    const lines = (grown.get(ownerId) ?? 0) + added;
    if (lines * 10 > ownedMax) await trimLogLines(ownerId, ownedMax);
    grown.set(ownerId, lines * 10 > ownedMax ? 0 : lines);
  }

  async function keepOne(writer: Writer): Promise<void> {
    const { ownerId, source, isRunning } = writer;
    const known = await knownOf(writer);
    const options = { linesMax, ...(known.since !== undefined && { since: known.since }) };
    const lines = await inTime(deps.containers.readLogs(writer, options), READ_MS);
    const oldest = new Date(deps.now() - LOGS_KEPT_MS).toISOString();
    const rows = told(lines, linesMax).flatMap((line) => (line.at < oldest ? [] : [{ ...line, source }]));
    await insertLogLines(ownerId, rows);
    known.since = lines.at(-1)?.at ?? known.since;
    known.isOver = !isRunning;
    await trim(ownerId, rows.length);
  }

  /** A container that is just going, or an engine that is away, is asked again in its next turn; anything else is no such silence. */
  async function keepUnlessAway(writer: Writer): Promise<void> {
    try {
      await keepOne(writer);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const { databaseId } = writer.subject;
      deps.log.warn("logs.not_kept", { ...(databaseId && { databaseId }), error });
    }
  }

  return async (writers: readonly Writer[], atMs: number): Promise<void> => {
    const turn = Math.floor(atMs / ROUND_MS) % TURNS;
    const due = writers.filter(({ containerId, isRunning, isHurried }) => {
      const known = kept.get(containerId);
      if (known?.isOver) return false;
      return !known || !isRunning || isHurried || turnOf(containerId) === turn;
    });
    // Stopped containers first: their lines are older.
    const byAge = due.sort((a, b) => Number(a.isRunning) - Number(b.isRunning));
    await pMap(
      byAge,
      (writer) => deps.alone({ ...writer.subject, id: writer.containerId }, () => keepUnlessAway(writer)),
      { concurrency: AT_ONCE },
    );
    const present = new Set(writers.map(({ containerId }) => containerId));
    for (const id of kept.keys()) if (!present.has(id)) kept.delete(id);
  };
}

/** A full answer may have had more before it: its first line gives way to one that says so. */
const told = (lines: LogLine[], linesMax: number): LogLine[] =>
  lines.length < linesMax
    ? lines
    : lines.map((line, place) => (place === 0 ? { ...line, text: LEFT_OUT_SIGN } : line));
