import { EventEmitter, on } from "node:events";
import type { FollowLogsInput, LogLineView } from "../../contract/logs";
import { DomainError } from "../../core/errors";
import { logSource } from "../../core/logs/source";
import { SECOND_MS } from "../../core/units";
import type { WatchedContainer } from "../../ports/container-stats";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { isOfSource } from "./list-logs";

/** A successor's container is found within this time. */
const LOOK_MS = 3 * SECOND_MS;

/**
 * Lines of the database's nodes and gateway as they are written, from now on until `signal`; a container that comes later, such
 * as a successor's, joins in. @throws DomainError `not_found` before the first line.
 */
export async function followLogs(
  ctx: Context,
  { resourceId, source: wanted }: FollowLogsInput,
  signal: AbortSignal,
): Promise<AsyncIterable<LogLineView>> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const lines = new EventEmitter();
  const followed = new Set<string>();

  // An engine or a container that went away is no failure: the next poll finds what runs then. Nothing is sent once the reader has gone.
  const tell = (error: unknown) => {
    if (!(error instanceof DomainError) && !signal.aborted) lines.emit("error", error);
  };

  async function follow(container: WatchedContainer, source: string): Promise<void> {
    const { containerId: id } = container;
    followed.add(id);
    try {
      for await (const line of ctx.containers.followLogs(container, signal))
        lines.emit("line", { ...line, source });
    } catch (error) {
      tell(error);
    } finally {
      followed.delete(id);
    }
  }

  async function look(): Promise<void> {
    try {
      for (const container of await ctx.containers.listContainers(addon.databaseId)) {
        const source = logSource(container);
        const isNew = container.isRunning && !followed.has(container.containerId);
        if (isNew && isOfSource(wanted, source)) void follow(container, source);
      }
    } catch (error) {
      tell(error);
    }
  }

  const timer = setInterval(() => void look(), LOOK_MS);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  const told = on(lines, "line", { signal });
  await look();
  return untilAborted(told, signal);
}

/** What `on` gives, one line each; its end by the signal is no failure. */
async function* untilAborted(
  told: AsyncIterable<LogLineView[]>,
  signal: AbortSignal,
): AsyncIterable<LogLineView> {
  try {
    for await (const [line] of told) if (line) yield line;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
