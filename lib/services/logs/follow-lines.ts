import { EventEmitter, on } from "node:events";
import type { LogLineView } from "../../contract/logs";
import { DomainError } from "../../core/errors";
import { isOfSource } from "../../core/logs/source";
import { SECOND_MS } from "../../core/units";
import type { Context } from "../context";
import { newPlaces } from "../places";
import type { LogOwner, WritingContainer } from "./read-lines";

/** A container that is new is found within this time. */
const LOOK_MS = 3 * SECOND_MS;
/** Of one account at once: each reader holds a stream of the engine for each container. */
const FOLLOWERS_MAX = 20;

const takePlace = newPlaces(FOLLOWERS_MAX);

/**
 * Lines of the containers as they are written, from now on until `signal`; a container that comes later joins in. A failure of the engine
 * to tell which there are is none of this: it is asked again. @throws DomainError `limit_exceeded` reason `log_readers`.
 */
export async function followLines(
  { containers, actor }: Pick<Context, "containers" | "actor">,
  owner: LogOwner,
  { source: wanted, signal }: { source: string | undefined; signal: AbortSignal },
): Promise<AsyncIterable<LogLineView>> {
  const leave = takePlace(actor.userId);
  if (!leave)
    throw new DomainError(
      "limit_exceeded",
      "log_readers",
      `You follow logs in ${FOLLOWERS_MAX} places already. Close one of them first.`,
    );
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave, { once: true });
  const lines = new EventEmitter();
  const followed = new Set<string>();

  // An engine or a container that went away is no failure: the next poll finds what runs then. Nothing is sent once the reader has gone.
  const tell = (error: unknown) => {
    if (!(error instanceof DomainError) && !signal.aborted) lines.emit("error", error);
  };

  async function follow(container: WritingContainer): Promise<void> {
    const { containerId: id, source } = container;
    followed.add(id);
    try {
      for await (const line of containers.followLogs(container, signal))
        lines.emit("line", { ...line, source });
    } catch (error) {
      tell(error);
    } finally {
      followed.delete(id);
    }
  }

  async function look(): Promise<void> {
    try {
      for (const container of await owner.list()) {
        const isNew = container.isRunning && !followed.has(container.containerId);
        if (isNew && isOfSource(wanted, container.source)) void follow(container);
      }
    } catch (error) {
      tell(error);
    }
  }

  const timer = setInterval(() => void look(), LOOK_MS);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  const told = on(lines, "line", { signal });
  await look();
  return untilAborted(told, signal, leave);
}

/** What `on` gives, one line each; its end by the signal is no failure. */
async function* untilAborted(
  told: AsyncIterable<LogLineView[]>,
  signal: AbortSignal,
  leave: () => void,
): AsyncIterable<LogLineView> {
  try {
    for await (const [line] of told) if (line) yield line;
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    leave();
  }
}
