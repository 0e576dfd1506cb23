import type { PortRange } from "../core/databases/public-ports";
import type { OperationKind, StepDetail } from "../core/operations/state";
import type { FrameStep, StepOf } from "../core/operations/steps";
import type { Plan } from "../core/plans/catalog";
import type { Archives } from "../ports/archives";
import type { BackupKey } from "../ports/backup-key";
import type { OpenStorage } from "../ports/backup-storage";
import type { PlatformAuthority } from "../ports/certificate-authority";
import type { Cipher } from "../ports/cipher";
import type { ContainerLogs } from "../ports/container-logs";
import type { DockerEngine } from "../ports/docker-engine";
import type { Gateways } from "../ports/gateways";
import type { Groups } from "../ports/groups";
import type { RedisAdmin } from "../ports/redis-admin";
import type { RedisDumps } from "../ports/redis-dump";
import type { RedisImports } from "../ports/redis-import";
import type { RedisReplication } from "../ports/redis-replication";
import type { RedisUsers } from "../ports/redis-users";

/** What a workflow acts on. */
export type WorkflowContext = {
  instance: string;
  plans: readonly Plan[];
  engine: DockerEngine;
  redis: RedisAdmin;
  replication: RedisReplication;
  users: RedisUsers;
  gateways: Gateways;
  groups: Groups;
  authority: PlatformAuthority;
  cipher: Cipher;
  containers: Pick<ContainerLogs, "readLogs">;
  dumps: RedisDumps;
  imports: RedisImports;
  openStorage: OpenStorage;
  archives: Archives;
  backupKey: BackupKey;
  /** Under which hosts are reached from outside, a name or an address; null where they are not. */
  publicHost: string | null;
  /** Ports of the hosts for databases that are. */
  publicPorts: PortRange;
  /** So long a host may be away before its nodes of highly available databases are made anew elsewhere, in ms. */
  replaceAfterMs: number;
  /** So many scheduled backups run side by side. */
  backupsAtOnceMax: number;
};

/** What a running step can say of itself. */
export type StepSelf = {
  /** Notes how far it is, or what it measured, for those who watch. */
  detail: (detail: StepDetail) => Promise<void>;
};

/** The world of a workflow, and what makes it durable; `S` are the steps that it may take besides those of every story. */
export type Deps<S extends string = never> = WorkflowContext & {
  /**
   * Runs `work` once and remembers its result (JSON, without secrets): after a crash the recorded result is returned instead of
   * running it again. A crash before the recording runs it a second time, so `work` says "make it so", not "do it".
   */
  step: <T>(name: S | FrameStep, work: (self: StepSelf) => Promise<T>) => Promise<T>;
  /**
   * Tries `probe` until it resolves, and waits out what `passes` names: by default what is away, loading or too busy. Anything else ends
   * the wait at once. @throws its last error.
   */
  waitUntil: <T>(
    probe: () => Promise<T>,
    wait: { timeoutMs: number; passes?: (error: unknown) => boolean; longestPauseMs?: number },
  ) => Promise<T>;
  /**
   * Whether the story goes on with that change; false only for an operation that passed this place before the release that brought it.
   * Asked between steps, at the place of the change: see decision 004.
   */
  hasChange: (change: string) => Promise<boolean>;
  /** Repeats `probe` for that long. @throws its first error. */
  holds: (probe: () => Promise<void>, forMs: number) => Promise<void>;
};

/** What the story of an operation of that kind runs with. */
export type DepsOf<K extends OperationKind> = Deps<StepOf<K>>;
