import type { ContainerRef } from "./container-stats";

/** A line that a container wrote. `at` is RFC 3339 in UTC with up to nine digits of a second, and so sorts as text; a long `text` is cut with a sign. */
export type LogLine = { at: string; text: string };

/**
 * What containers of this instance write. `since` is exclusive.
 * @throws DomainError `unavailable` when the engine does not answer, `not_found` for a container that is gone.
 */
export type ContainerLogs = {
  /** The last `linesMax` lines at most, oldest first. */
  readLogs(container: ContainerRef, options: { since?: string; linesMax: number }): Promise<LogLine[]>;
  /** Lines as they are written, from now on, until the container ends or `signal` says so. */
  followLogs(container: ContainerRef, signal: AbortSignal): AsyncIterable<LogLine>;
};
