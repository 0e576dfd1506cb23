/** Whom to ask: a service of the control network (a node or a gateway), reached through the link, and as which ACL user. */
export type RedisTarget = {
  serviceName: string;
  user: string;
  password: string;
  /** Set: TLS to the service itself, which has to prove that it is of this name. */
  tlsName?: string;
};

/** What INFO tells of a server. Sizes in bytes. */
export type RedisInfo = {
  /** The engine that it is, by the name of its provider, and that one's version. */
  provider: string;
  version: string;
  /** Fields of hashes have times to live of their own; known of an engine alone that counts them. */
  hasFieldTtl: boolean;
  role: "master" | "slave";
  uptimeSeconds: number;
  usedMemoryBytes: number;
  maxMemoryBytes: number;
  connectedClients: number;
  lastSaveAt: Date | null;
  isLastSaveOk: boolean;
  /** True while the append-only file is written anew, or is about to be. */
  isRewritingAof: boolean;
  /** True while every write is appended to a file. */
  isAofOn: boolean;
  /** False once that file could not be written, or not be written anew. */
  isAofOk: boolean;
  /** Keys over all databases. */
  keys: number;
  /** Keys of each database by its number; one without any is missing. */
  keysByDatabase: Record<string, number>;
  /** Keys whose time ran out since it started, those among them that it did not even load; null where the version does not count those. */
  expiredKeys: number | null;
  /** True in cache mode: a full database drops keys instead of refusing writes. */
  isEvicting: boolean;
  /** Names the history of writes; the offset, in bytes of writes, tells how far into it the server is. */
  replicationId: string;
  replicationOffset: number;
};

/** What the control plane asks of a running Redis. Every call ends within a few seconds. @throws DomainError `unavailable` while it is away, loading or too busy; `conflict` when it answers with a refusal. */
export type RedisAdmin = {
  /** Resolves only on a real `PONG`; a refused password or a loading server throws. */
  ping(target: RedisTarget): Promise<void>;
  info(target: RedisTarget): Promise<RedisInfo>;
  /** Writes the data set to disk and waits for the end, at most `timeoutMs`; safe to repeat. @throws DomainError `conflict` when the save fails. */
  save(target: RedisTarget, timeoutMs: number): Promise<void>;
  /** Its settings of those names, as CONFIG GET answers them; one that it does not know is missing. */
  readConfig(target: RedisTarget, names: readonly string[]): Promise<Record<string, string>>;
  /** Kept, it also starts with them again. Safe to repeat; of several some may be set. @throws DomainError `conflict` with Redis' own words for what it refuses. */
  setConfig(
    target: RedisTarget,
    values: Readonly<Record<string, string>>,
    how: { isKept: boolean },
  ): Promise<void>;
};
