import { z } from "zod";

/** What a container uses; sizes in bytes, CPU in percent of one core. Null is what its host does not tell. */
export const ContainerFields = z.object({
  cpuPercent: z.number().nullable(),
  usedBytes: z.number(),
  limitBytes: z.number(),
  swapBytes: z.number().nullable(),
  swapLimitBytes: z.number().nullable(),
});

/** What a server tells of its work, but for what it counts. Sizes in bytes. */
export const ServerFields = z.object({
  uptimeSeconds: z.number(),
  role: z.enum(["master", "slave"]),
  usedMemoryBytes: z.number(),
  usedMemoryPeakBytes: z.number(),
  maxMemoryBytes: z.number(),
  maxMemoryPolicy: z.string(),
  fragmentationRatio: z.number(),
  clients: z.number(),
  /** Databases that hold keys, by number. */
  keyspace: z.array(z.object({ database: z.number(), keys: z.number(), expiring: z.number() })),
  replicas: z.number(),
  /** Of a replica: whether it hears its master; null of a master. */
  isMasterLinkUp: z.boolean().nullable(),
  lastSaveAtMs: z.number().nullable(),
  isLastSaveOk: z.boolean(),
  changesSinceSave: z.number(),
  isAofOn: z.boolean(),
  /** False after a failed write or rewrite of the append-only file. */
  isAofOk: z.boolean(),
});
type ServerFields = z.infer<typeof ServerFields>;

/** What levels are read from: a database in one round, or as it was last seen. Null is what did not answer. */
export type Seen = {
  container: Pick<z.infer<typeof ContainerFields>, "cpuPercent" | "usedBytes" | "swapBytes"> | null;
  redis:
    | (Pick<ServerFields, "usedMemoryBytes" | "fragmentationRatio" | "clients" | "replicas"> & {
        /** Without what Berth itself asks; null until two looks are known. */
        opsPerSecond: number | null;
        keyspace: readonly { keys: number }[];
      })
    | null;
  diskBytes: number | null;
  connections: number | null;
};
