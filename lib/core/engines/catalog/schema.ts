import { z } from "zod";

/** What is wrong with it, in words without a full stop, and where that is told. */
const Notice = z.strictObject({
  reason: z.string().min(1).max(200),
  link: z.url({ protocol: /^https?$/, error: "a link begins with https://" }),
});

export type Notice = z.infer<typeof Notice>;

/** Where an image is to be had: a registry, with a digest where the tag must not move, or Debian's packages of a suite. */
const Source = z.union(
  [
    z.strictObject({
      registry: z.string().regex(/^[a-z0-9][a-z0-9._/:-]*$/, { error: "a reference is like redis:8.0.2" }),
      digest: z
        .string()
        .regex(/^sha256:[0-9a-f]{64}$/, { error: "a digest is sha256: and 64 digits" })
        .optional(),
      /** What the image of that source lacks, where another has it. */
      fixesMissing: Notice.optional(),
    }),
    z.strictObject({ debian: z.string().regex(/^[a-z]+$/), fixesMissing: Notice.optional() }),
  ],
  { error: 'a source is {"registry": "redis:8.0.2"}, with a digest if need be, or {"debian": "trixie"}' },
);
/** `deprecated` can be chosen, and is advised against; `withdrawn` runs on where a database has it, and nobody can choose it. */
const STATUSES = ["offered", "deprecated", "withdrawn"] as const;

/** A release of an engine. Of `sources` the first that answers is taken. */
export const Release = z.strictObject({
  engine: z.string(),
  version: z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, { error: "a version is three numbers: 8.0.2" }),
  status: z.enum(STATUSES),
  notice: Notice.optional(),
  /** Its image is made only when an administrator asks for it; until then nobody is offered it. */
  isOnDemand: z.boolean().optional(),
  sources: z.array(Source).min(1),
});
export type Release = z.infer<typeof Release>;

/** What versions of an engine have in common that begin alike (7.0), so that nobody compares versions by name. */
export const Line = z.strictObject({
  engine: z.string(),
  /** Its first two numbers. */
  line: z.string(),
  /** Grows with the format in which data is written, to a replica as to the disk. */
  dataFormat: z.int(),
  /** Users have rules for channels; without them everyone uses all of them. */
  hasChannelAcl: z.boolean(),
  /** Each subcommand has categories of its own, so that one stays refused while its neighbours are given. */
  hasSubcommandAcl: z.boolean(),
  /** Writes alone can be held up; without it everything or nothing is, a gateway's check too. */
  canPauseWrites: z.boolean(),
  /** Rules may keep a user to some of the numbered databases, and are listed so; no other line can read that. */
  hasDatabaseAcl: z.boolean(),
  /** Sentinels find its nodes by name, whose addresses change with each start. */
  canFailOver: z.boolean(),
  /** Lines whose data it can follow as a replica, each with its engine (`redis 7.0`): tried between each two. */
  follows: z.array(z.string()),
  /** Lines that it follows as long as no field of a hash has a time to live of its own. */
  followsWithoutFieldTtl: z.array(z.string()),
  /** Lines whose dump it loads: not the same, as a master may send what an older replica reads. */
  loads: z.array(z.string()),
});
export type Line = z.infer<typeof Line>;
