import { DomainError } from "../../../core/errors";
import type { ContainerLogs, LogLine } from "../../../ports/container-logs";
import type {
  AppContainer,
  ContainerEnd,
  ContainerReading,
  ContainerRef,
  ContainerStats,
  WatchedContainer,
} from "../../../ports/container-stats";

/** Containers in memory, and what a test can do to them. */
export type MemoryContainers = ContainerStats &
  ContainerLogs & {
    /** Runs on `host-1` unless told otherwise. */
    add(container: Omit<WatchedContainer, "isRunning" | "hostId"> & Partial<WatchedContainer>): void;
    addApp(container: Pick<AppContainer, "containerId" | "serviceName">): void;
    /** It ends, told to or by itself. */
    end(containerId: string, end: ContainerEnd): void;
    remove(containerId: string): void;
    /** Changes what a container uses. */
    setReading(containerId: string, reading: Partial<ContainerReading>): void;
    setConnections(containerId: string, connections: number | null): void;
    setVolume(volumeName: string, bytes: number): void;
    write(containerId: string, line: LogLine): void;
    /** While unreachable every call throws `engine_unreachable`; a container can also be silent for itself. */
    setReachable(isReachable: boolean): void;
    setSilent(containerId: string): void;
    /** How often each container was read. */
    asked(containerId: string): number;
  };

const FRESH: Omit<ContainerReading, "atMs"> = {
  cpuNanoseconds: 0,
  usedBytes: 20_000_000,
  cacheBytes: 0,
  limitBytes: 400 * 1024 * 1024,
  peakBytes: null,
  swapBytes: 0,
  swapLimitBytes: 400 * 1024 * 1024,
};

type Held = {
  container: WatchedContainer | AppContainer;
  ended: ContainerEnd | null;
  reading: Partial<ContainerReading>;
  connections: number | null;
  lines: LogLine[];
  isSilent: boolean;
  asked: number;
  /** Those who follow its log. */
  sleepers: Set<() => void>;
};

const never = <T>(): Promise<T> => new Promise(() => {});

const wakeAll = ({ sleepers }: Held): void => {
  for (const wake of [...sleepers]) wake();
};

/** Waits for the next line, or the end of the container or of those who follow it. */
const nextWake = ({ sleepers }: Held): Promise<void> =>
  new Promise((resolve) => {
    const wake = () => {
      sleepers.delete(wake);
      resolve();
    };
    sleepers.add(wake);
  });

const fresh = (container: Held["container"]): Held => ({
  container,
  ended: null,
  reading: {},
  connections: null,
  lines: [],
  isSilent: false,
  asked: 0,
  sleepers: new Set(),
});

/** What the containers write. */
function memoryLogs({
  enter,
  heldOn,
  isHere,
}: {
  enter: () => void;
  heldOn: (container: ContainerRef) => Held;
  isHere: (found: Held) => boolean;
}): ContainerLogs {
  return {
    readLogs: async (container, { since = "", linesMax }) => {
      enter();
      return heldOn(container)
        .lines.filter(({ at }) => at > since)
        .slice(-linesMax);
    },
    followLogs: async function* (container, signal) {
      enter();
      const found = heldOn(container);
      let seen = found.lines.length;
      signal.addEventListener("abort", () => wakeAll(found), { once: true });
      while (!signal.aborted && isHere(found)) {
        const lines = found.lines.slice(seen);
        seen += lines.length;
        // Without an await where there is none to tell: what happens in between would be missed.
        for (const line of lines) yield line;
        if (lines.length === 0) await nextWake(found);
      }
    },
  };
}

/** `now` gives the time of a reading that a test has not set. */
export function memoryContainers({ now = Date.now }: { now?: () => number } = {}): MemoryContainers {
  const containers = new Map<string, Held>();
  const volumes = new Map<string, number>();
  let isReachable = true;

  const enter = () => {
    if (isReachable) return;
    throw new DomainError("unavailable", "engine_unreachable", "The Docker engine cannot be reached.");
  };
  const held = (id: string): Held => {
    const found = containers.get(id);
    if (!found) throw new DomainError("not_found", "engine_not_found", `No such container: ${id}`);
    return found;
  };
  /** No other host knows it. */
  const heldOn = ({ hostId, containerId }: ContainerRef): Held =>
    held(
      containers.get(containerId)?.container.hostId === hostId ? containerId : `${containerId} on ${hostId}`,
    );

  const stats: ContainerStats = {
    listContainers: async (databaseId) => {
      enter();
      return [...containers.values()].flatMap(({ container }) =>
        container.role !== "app" && container.databaseId === (databaseId ?? container.databaseId)
          ? [container]
          : [],
      );
    },
    listAppContainers: async (serviceName) => {
      enter();
      return [...containers.values()].flatMap(({ container }) =>
        container.role === "app" && container.serviceName === (serviceName ?? container.serviceName)
          ? [container]
          : [],
      );
    },
    findEnd: async (container) => {
      enter();
      return heldOn(container).ended;
    },
    readContainer: async (container) => {
      enter();
      const found = heldOn(container);
      found.asked += 1;
      return found.isSilent ? never() : { ...FRESH, atMs: now(), ...found.reading };
    },
    countConnections: async ({ containerId }) => containers.get(containerId)?.connections ?? null,
    measureVolume: async ({ name }) => volumes.get(name) ?? null,
  };

  const hold = (container: Held["container"]): void =>
    void containers.set(container.containerId, fresh(container));

  return {
    ...stats,
    ...memoryLogs({
      enter,
      heldOn,
      isHere: (found) => containers.get(found.container.containerId) === found,
    }),
    add: (container) => hold({ hostId: "host-1", isRunning: true, ...container }),
    addApp: ({ containerId, serviceName }) =>
      hold({
        hostId: "host-1",
        containerId,
        serviceName,
        role: "app",
        taskId: `task-${containerId}`,
        isRunning: true,
      }),
    end: (id, end) => {
      const found = held(id);
      found.container = { ...found.container, isRunning: false };
      found.ended = end;
      wakeAll(found);
    },
    remove: (id) => {
      const found = containers.get(id);
      containers.delete(id);
      if (found) wakeAll(found);
    },
    setReading: (id, reading) => void Object.assign(held(id).reading, reading),
    setConnections: (id, connections) => {
      held(id).connections = connections;
    },
    setVolume: (name, bytes) => void volumes.set(name, bytes),
    write: (id, line) => {
      const found = held(id);
      found.lines.push(line);
      wakeAll(found);
    },
    setReachable: (value) => {
      isReachable = value;
    },
    setSilent: (id) => {
      held(id).isSilent = true;
    },
    asked: (id) => containers.get(id)?.asked ?? 0,
  };
}
