import type { Plan } from "../core/plans/catalog";
import type { PlatformAuthority } from "../ports/certificate-authority";
import type { Cipher } from "../ports/cipher";
import type { ContainerLogs } from "../ports/container-logs";
import type { DockerEngine } from "../ports/docker-engine";
import type { Gateways } from "../ports/gateways";
import type { RedisAdmin } from "../ports/redis-admin";
import type { RedisReplication } from "../ports/redis-replication";

/** What a workflow acts on. */
export type World = {
  instance: string;
  plans: readonly Plan[];
  engine: DockerEngine;
  redis: RedisAdmin;
  replication: RedisReplication;
  gateways: Gateways;
  authority: PlatformAuthority;
  cipher: Cipher;
  containers: Pick<ContainerLogs, "readLogs">;
};

/** The world of a workflow, and what makes it durable. */
export type Deps = World & {
  /**
   * Runs `work` once and remembers its result (JSON, without secrets): after a crash the recorded result is returned instead of
   * running it again. A crash before the recording runs it a second time, so `work` says "make it so", not "do it".
   */
  step: <T>(name: string, work: () => Promise<T>) => Promise<T>;
  /** Tries `probe` until it resolves. @throws its last error after `timeoutMs`. */
  waitUntil: <T>(probe: () => Promise<T>, timeoutMs: number) => Promise<T>;
  /** Repeats `probe` for that long. @throws its first error. */
  holds: (probe: () => Promise<void>, forMs: number) => Promise<void>;
};
