import type { LineFilter, LogLineView, LogsView } from "../../contract/logs";
import { DomainError, isUnavailable } from "../../core/errors";
import { isOfSource } from "../../core/logs/source";
import { MINUTE_MS, SECOND_MS } from "../../core/units";
import { listLastLines, listLogLines } from "../../db/log-lines";
import type { OperationSpan } from "../../db/operation-spans";
import type { ContainerRef } from "../../ports/container-stats";
import type { Ports } from "../context";

/** Containers say things a moment before an operation is noted, and a while after. */
const BEFORE_MS = 5 * SECOND_MS;
const AFTER_MS = MINUTE_MS;
const AROUND_MS = 5 * MINUTE_MS;
const FRESH_LINES_MAX = 500;

type Span = { from?: Date; to?: Date };

/** A container that writes, under the name of its source. */
export type WritingContainer = ContainerRef & { source: string; isRunning: boolean };

/** Whose lines: of a database or an app, with what is on the engine of it now. */
export type LogOwner = { id: string; list: () => Promise<WritingContainer[]> };

/** Which of its lines; `operation` is null where none is asked for. */
type Asked = Omit<LineFilter, "operation"> & { source?: string | undefined; operation: OperationSpan | null };

const around = (atMs: number): Span => ({ from: new Date(atMs - AROUND_MS), to: new Date(atMs + AROUND_MS) });

/** Of an operation rather than of a moment, where both are asked for. */
function spanOf({ operation, at }: Asked): Span {
  if (!operation) return at === undefined ? {} : around(Date.parse(at));
  const { createdAt, finishedAt } = operation;
  return {
    from: new Date(createdAt.getTime() - BEFORE_MS),
    ...(finishedAt && { to: new Date(finishedAt.getTime() + AFTER_MS) }),
  };
}

/** What the containers have written since lines were last kept. */
async function listFresh(
  { containers }: Ports,
  ownerId: string,
  writers: readonly WritingContainer[],
): Promise<LogLineView[]> {
  const last = await listLastLines(
    ownerId,
    writers.map(({ source }) => source),
  );
  const reads = writers.map(async (writer) => {
    const { source } = writer;
    const since = last.get(source);
    const options = { linesMax: FRESH_LINES_MAX, ...(since !== undefined && { since }) };
    return (await containers.readLogs(writer, options)).map((line) => ({ ...line, source }));
  });
  return (await Promise.all(reads)).flat();
}

/** The last lines that fit: what is kept, also of containers that are no more, and what is not kept yet. */
export async function readLines(ports: Ports, owner: LogOwner, asked: Asked): Promise<LogsView> {
  const { source: wanted, q, limit } = asked;
  const span = spanOf(asked);
  let fresh: LogLineView[] = [];
  let sources: string[] = [];
  let isComplete = true;
  try {
    const writers = await owner.list();
    sources = [...new Set(writers.map(({ source }) => source))];
    // Of one that has ended, too: what it wrote last is kept by the next round only, and is what one comes for.
    fresh = await listFresh(
      ports,
      owner.id,
      writers.filter(({ source }) => isOfSource(wanted, source)),
    );
  } catch (error) {
    // A container that went away between two questions has its lines kept by the next round.
    const isPassing = isUnavailable(error) || (error instanceof DomainError && error.code === "not_found");
    if (!isPassing) throw error;
    isComplete = false;
  }
  const kept = await listLogLines({ ownerId: owner.id, source: wanted, q, ...span, limit });
  const isWanted = ({ at, text }: LogLineView): boolean =>
    (!q || text.toLowerCase().includes(q.toLowerCase())) &&
    (!span.from || at >= span.from.toISOString()) &&
    (!span.to || at < span.to.toISOString());
  // A line may be kept by the worker just after it was read as a fresh one.
  const byTime = new Map(
    [...fresh.filter(isWanted), ...kept].map((line) => [`${line.at} ${line.source}`, line]),
  );
  const lines = [...byTime.values()].sort((one, other) => one.at.localeCompare(other.at));
  return { lines: lines.slice(-limit), isComplete, sources };
}
