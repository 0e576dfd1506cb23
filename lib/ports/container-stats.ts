import type { MemoryMoment } from "../core/stats/highest";

/** A container and the host that runs it, as the engine names them: no other host knows it. */
export type ContainerRef = { hostId: string; containerId: string };

/** A container of a node or a gateway, also one that has ended and is still on the engine. */
export type WatchedContainer = ContainerRef & {
  serviceName: string;
  databaseId: string;
  role: "node" | "gateway";
  isRunning: boolean;
};

/** A container of an app, its own or of a service it is linked to; also one that has ended and is still on the engine. */
export type AppContainer = ContainerRef & {
  serviceName: string;
  role: "app";
  /** Of the engine's own word for one start of a container. */
  taskId: string;
  isRunning: boolean;
};

/** How a container ended: told to, or by itself, at that time; `exitCode` is null when the engine does not tell. */
export type ContainerEnd = { isFall: false } | { isFall: true; at: Date; exitCode: number | null };

/** What a container uses at one moment. `cpuNanoseconds` only grows until the container starts anew; sizes in bytes. */
export type ContainerReading = MemoryMoment & {
  atMs: number;
  cpuNanoseconds: number;
  limitBytes: number;
  /** Null where the host does not count swap, or its files cannot be read from here. */
  swapLimitBytes: number | null;
};

/**
 * What the hosts tell of this instance's databases and apps, without starting a process for it. Every call ends within a few seconds.
 * @throws DomainError `unavailable` when the engine does not answer, `not_found` for a container that is gone.
 */
export type ContainerStats = {
  /** One call, for all databases or for one. */
  listContainers(databaseId?: string): Promise<WatchedContainer[]>;
  /** Of all apps, or of one by the name of its service. */
  listAppContainers(serviceName?: string): Promise<AppContainer[]>;
  /** Null while it runs, or the engine has not noticed its end. */
  findEnd(container: AppContainer): Promise<ContainerEnd | null>;
  /** At most one call of the engine; what only the host's own files tell is null where they cannot be read. */
  readContainer(container: ContainerRef): Promise<ContainerReading>;
  /** Open connections of clients to the port of Redis in the container; null where they cannot be counted. */
  countConnections(container: ContainerRef): Promise<number | null>;
  /**
   * What the volume's files take on disk, as `du` counts it; where they cannot be read, their lengths as the engine adds them up, up to a
   * minute old. Null where neither is known.
   */
  measureVolume(volume: { hostId: string; name: string }): Promise<number | null>;
};
