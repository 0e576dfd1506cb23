import { z } from "zod";

/** The engine writes an absent map or list as null. */
export const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

export const Created = z.union([
  z.object({ ID: z.string() }).transform(({ ID }) => ID),
  z.object({ Id: z.string() }).transform(({ Id }) => Id),
]);

export const VersionAnswer = z.object({ Version: z.string() });
export const InfoAnswer = z.object({
  NCPU: z.number(),
  Swarm: z.object({ NodeID: z.string() }),
  LoggingDriver: z.string().optional(),
});
export const ImageAnswer = z.object({ Id: z.string() });

export const ImageListAnswer = z.array(
  z.object({
    Id: z.string(),
    /** Seconds. */
    Created: z.number(),
    RepoTags: z.array(z.string()).nullable(),
    Labels: z.record(z.string(), z.string()).nullable(),
  }),
);

export const NodeAnswer = z.object({
  ID: z.string(),
  Spec: z.object({ Availability: z.string() }),
  Status: z.object({ State: z.string() }),
  Description: z.object({
    Hostname: z.string(),
    Resources: z.object({ NanoCPUs: z.number(), MemoryBytes: z.number() }),
    Engine: z.object({ EngineVersion: z.string() }),
  }),
});
/** What is read, changed and sent back. */
export const NodeSpecAnswer = z.object({
  Version: z.object({ Index: z.number() }),
  Spec: z.looseObject({ Availability: z.string() }),
});
export type RawNode = z.infer<typeof NodeAnswer>;

/** Loose on purpose: a spec that is read, changed and sent back must keep what Berth does not know. */
const ServiceSpecAnswer = z.looseObject({
  Name: z.string(),
  Labels: labels,
  Mode: z.looseObject({
    Replicated: z.looseObject({ Replicas: z.number().optional() }).optional(),
    Global: z.looseObject({}).optional(),
  }),
  TaskTemplate: z.looseObject({
    ForceUpdate: z.number().optional(),
    Networks: listOf(z.looseObject({ Target: z.string() })),
    ContainerSpec: z.looseObject({ Image: z.string(), Env: listOf(z.string()), Labels: labels }).optional(),
    Resources: z
      .looseObject({ Limits: z.looseObject({ NanoCPUs: z.number().optional() }).nullish() })
      .nullish(),
  }),
});
export type RawServiceSpec = z.infer<typeof ServiceSpecAnswer>;

export const ServiceAnswer = z.object({
  ID: z.string(),
  Version: z.object({ Index: z.number() }),
  Spec: ServiceSpecAnswer,
});
export type RawService = z.infer<typeof ServiceAnswer>;

export const TaskAnswer = z.object({
  ID: z.string(),
  ServiceID: z.string().optional(),
  Slot: z.number().optional(),
  NodeID: z.string().optional(),
  CreatedAt: z.string(),
  DesiredState: z.string(),
  Spec: z.object({
    ContainerSpec: z.object({ Image: z.string(), Labels: labels }).optional(),
    Resources: z
      .object({ Reservations: z.object({ MemoryBytes: z.number().optional() }).optional() })
      .optional(),
  }),
  Status: z.object({
    State: z.string(),
    Timestamp: z.string().optional(),
    Err: z.string().optional(),
    ContainerStatus: z
      .object({ ContainerID: z.string().optional(), ExitCode: z.number().optional() })
      .nullish(),
  }),
});
export type RawTask = z.infer<typeof TaskAnswer>;

export const NetworkAnswer = z.object({
  Id: z.string(),
  Name: z.string(),
  Labels: labels,
  IPAM: z.object({ Config: listOf(z.object({ Subnet: z.string().optional() })) }).nullish(),
});

export const SecretAnswer = z.object({
  ID: z.string(),
  Spec: z.object({ Name: z.string(), Labels: labels }),
});

export const VolumeAnswer = z.object({
  Name: z.string(),
  Labels: labels,
  Mountpoint: z.string().optional(),
});
export const VolumesAnswer = z.object({ Volumes: listOf(VolumeAnswer) });

const VolumeSizes = listOf(
  z.object({ Name: z.string(), UsageData: z.object({ Size: z.number() }).nullish() }),
);
/** `Volumes` until API 1.52, `VolumeUsage` since. https://docs.docker.com/reference/api/engine/version-history/#v152-api-changes */
export const VolumeSizesAnswer = z
  .object({ Volumes: VolumeSizes, VolumeUsage: z.object({ Items: VolumeSizes }).nullish() })
  .transform(({ Volumes, VolumeUsage }) => VolumeUsage?.Items ?? Volumes);

/** File cache that can be taken back stands under one name on cgroup version 1 and under another on 2. */
export const StatsAnswer = z
  .object({
    read: z.string(),
    cpu_stats: z.object({ cpu_usage: z.object({ total_usage: z.number() }) }),
    memory_stats: z.object({
      usage: z.number(),
      limit: z.number(),
      stats: z.object({ total_inactive_file: z.number().optional(), inactive_file: z.number() }),
    }),
  })
  .transform(({ read, cpu_stats: { cpu_usage }, memory_stats: { usage, limit, stats } }) => {
    const cacheBytes = stats.total_inactive_file ?? stats.inactive_file;
    const usedBytes = Math.max(0, usage - cacheBytes);
    return {
      atText: read,
      reading: { cpuNanoseconds: cpu_usage.total_usage, usedBytes, cacheBytes, limitBytes: limit },
    };
  });

export const ContainerAnswer = z.object({
  Id: z.string(),
  Names: listOf(z.string()),
  State: z.string(),
  Labels: labels,
});
export type RawContainer = z.infer<typeof ContainerAnswer>;
