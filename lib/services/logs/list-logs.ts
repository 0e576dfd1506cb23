import type { LogLineView, LogsInput, LogsView } from "../../contract/logs";
import { DomainError, isUnavailable } from "../../core/errors";
import { logSource } from "../../core/logs/source";
import { MINUTE_MS, SECOND_MS } from "../../core/units";
import { listLastLines, listLogLines } from "../../db/log-lines";
import { findOperationOfDatabase } from "../../db/operations";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";

/** Nodes and gateways say things a moment before an operation is noted, and a while after. */
const BEFORE_MS = 5 * SECOND_MS;
const AFTER_MS = MINUTE_MS;
const AROUND_MS = 5 * MINUTE_MS;
const FRESH_LINES_MAX = 500;

/** True for lines of that source; `node` stands for every node. */
export const isOfSource = (wanted: string | undefined, source: string): boolean =>
  wanted === undefined || wanted === source || (wanted === "node" && source.startsWith("node-"));

/** What the containers have written since lines were last kept. */
async function listFresh(
  ctx: Context,
  databaseId: string,
  wanted: string | undefined,
): Promise<LogLineView[]> {
  const [containers, last] = await Promise.all([
    ctx.containers.listContainers(databaseId),
    listLastLines(databaseId),
  ]);
  const reads = containers
    .map((container) => ({ ...container, source: logSource(container) }))
    .filter(({ isRunning, source }) => isRunning && isOfSource(wanted, source))
    .map(async (container) => {
      const { source } = container;
      const since = last.get(source);
      const lines = await ctx.containers.readLogs(container, {
        linesMax: FRESH_LINES_MAX,
        ...(since !== undefined && { since }),
      });
      return lines.map((line) => ({ ...line, source }));
    });
  return (await Promise.all(reads)).flat();
}

const around = (atMs: number) => ({ from: new Date(atMs - AROUND_MS), to: new Date(atMs + AROUND_MS) });

/** Of an operation rather than of a moment, where both are asked for. */
async function spanOf(
  databaseId: string,
  { operation: operationId, at }: LogsInput,
): Promise<{ from?: Date; to?: Date }> {
  if (operationId === undefined) return at === undefined ? {} : around(Date.parse(at));
  const operation = await findOperationOfDatabase({ databaseId, operationId });
  if (!operation) throw new DomainError("not_found", "operation", "This database has no such operation.");
  const { createdAt, finishedAt } = operation;
  return {
    from: new Date(createdAt.getTime() - BEFORE_MS),
    ...(finishedAt && { to: new Date(finishedAt.getTime() + AFTER_MS) }),
  };
}

/**
 * The last lines of the database's nodes, also of those that are no more, and of its gateway: what is kept, and what is not kept yet.
 * @throws DomainError `not_found`, also for an operation of another database.
 */
export async function listLogs(ctx: Context, input: LogsInput): Promise<LogsView> {
  const { resourceId, source, q, limit } = input;
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const { databaseId } = addon;
  const span = await spanOf(databaseId, input);
  let fresh: LogLineView[] = [];
  let isComplete = true;
  try {
    fresh = await listFresh(ctx, databaseId, source);
  } catch (error) {
    // A container that went away between two questions has its lines kept by the next round.
    const isPassing = isUnavailable(error) || (error instanceof DomainError && error.code === "not_found");
    if (!isPassing) throw error;
    isComplete = false;
  }
  const kept = await listLogLines({ databaseId, source, q, ...span, limit });
  const isWanted = ({ at, text }: LogLineView): boolean =>
    (!q || text.toLowerCase().includes(q.toLowerCase())) &&
    (!span.from || at >= span.from.toISOString()) &&
    (!span.to || at < span.to.toISOString());
  // A line may be kept by the worker just after it was read as a fresh one.
  const byTime = new Map(
    [...fresh.filter(isWanted), ...kept].map((line) => [`${line.at} ${line.source}`, line]),
  );
  const lines = [...byTime.values()].sort((one, other) => one.at.localeCompare(other.at));
  return { lines: lines.slice(-limit), isComplete };
}
