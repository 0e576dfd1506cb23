import type { ContainerLogs, LogLine } from "../../../ports/container-logs";
import type { ContainerRef } from "../../../ports/container-stats";
import { logLineReader } from "./log-frames";
import { type DockerOptions, swarmApi } from "./swarm-api";

const READ_MS = 10_000;
const NANOSECONDS = 9;

/** Seconds and nanoseconds since 1970, as the engine takes them. */
function sinceOf(at: string): string {
  const seconds = Math.floor(Date.parse(`${at.slice(0, 19)}Z`) / 1_000);
  const fraction = /\.(\d+)/.exec(at)?.[1] ?? "";
  return `${seconds}.${fraction.padEnd(NANOSECONDS, "0")}`;
}

/** Fractions of a second are written without zeros at their end, so that text alone does not sort them. */
const comparable = (at: string): string => sinceOf(at).padStart(22, "0");

/** What the engine keeps of its containers' output; its log driver must be one that can be read (`json-file`, `local`, `journald`). */
export function dockerodeContainerLogs(options: DockerOptions): ContainerLogs {
  const swarm = swarmApi(options);
  const open = async (
    { hostId, containerId }: ContainerRef,
    query: Record<string, string | number | boolean>,
    signal: AbortSignal,
  ) =>
    (await swarm.at(hostId)).stream(
      {
        method: "GET",
        path: `/containers/${containerId}/logs`,
        query: { stdout: true, stderr: true, timestamps: true, ...query },
      },
      signal,
    );
  return {
    readLogs: async (container, { since, linesMax }) => {
      // The engine counts records: the first of a full answer may be the middle of a line, and is left out.
      const tail = linesMax + 1;
      const query = { tail, ...(since !== undefined && { since: sinceOf(since) }) };
      const { read, records } = logLineReader();
      const all: LogLine[] = [];
      for await (const piece of await open(container, query, AbortSignal.timeout(READ_MS)))
        all.push(...read(piece));
      const lines = records() < tail ? all : all.slice(1);
      // Standard output and error are one stream of the engine, but not always in the order of their times.
      const sorted = lines.sort((a, b) => comparable(a.at).localeCompare(comparable(b.at)));
      return since === undefined ? sorted : sorted.filter(({ at }) => comparable(at) > comparable(since));
    },
    followLogs: async function* (container, signal) {
      const stream = await open(container, { follow: true, tail: 0 }, signal);
      const { read } = logLineReader();
      try {
        for await (const piece of stream) yield* read(piece);
      } catch (error) {
        if (!signal.aborted) throw error;
      } finally {
        stream.destroy();
      }
    },
  };
}
