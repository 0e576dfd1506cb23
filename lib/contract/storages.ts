import { z } from "zod";

const name = z
  .string()
  .trim()
  .min(1, { error: "Give the storage a name." })
  .max(40, { error: "A name has 40 characters at most." });

const PREFIX = /^$|^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/;

const s3 = z.object({
  kind: z.literal("s3"),
  name,
  /** Of a server of one's own; empty for the provider's of that region. */
  endpoint: z
    .union([
      z.literal(""),
      z.url({ protocol: /^https?$/, error: "An endpoint looks like https://s3.example.org." }),
    ])
    .nullish()
    .transform((text) => text || null),
  region: z.string().trim().min(1, { error: "Give the region." }).max(100),
  bucket: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
      error: "A bucket has 3 to 63 lower-case letters, digits, dots and dashes.",
    }),
  prefix: z
    .string()
    .trim()
    .max(200)
    .regex(PREFIX, {
      error: "A prefix is made of letters, digits, dots, dashes and underscores, with / between.",
    })
    .default(""),
  accessKeyId: z.string().trim().min(1, { error: "Give the access key." }).max(200),
  secretAccessKey: z.string().min(1, { error: "Give the secret key." }).max(500),
});

const folder = z.object({
  kind: z.literal("folder"),
  name,
  path: z
    .string()
    .trim()
    .max(1_000)
    .regex(/^\/[^\0]*$/, { error: "A folder's path begins with /." })
    .refine((path) => !path.split("/").includes(".."), { error: "A folder's path has no .. in it." }),
});

/** A storage to try or to add. */
export const StorageInput = z.discriminatedUnion("kind", [folder, s3], {
  error: "A storage is a folder or s3.",
});
export type StorageInput = z.infer<typeof StorageInput>;

/** Names a storage. */
export const StorageIdInput = z.object({ storageId: z.uuid() });
export type StorageIdInput = z.infer<typeof StorageIdInput>;

/** A storage as its page shows it; never its secret key. Sizes in bytes. */
export const StorageView = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(["folder", "s3"]),
  /** A path, or `s3://bucket/prefix`. */
  place: z.string(),
  endpoint: z.string().nullable(),
  createdAt: z.iso.datetime(),
  backups: z.number(),
  bytes: z.number(),
  /** Null where it cannot be known. */
  freeBytes: z.number().nullable(),
  /** What it said when a backup last met it away, full or refusing; null once it worked again. */
  lastError: z.object({ message: z.string(), at: z.iso.datetime() }).nullable(),
  /** Why it cannot be reached now; null while it can. */
  error: z.string().nullable(),
  /** How many objects of this Berth it holds that no record knows; null when nobody has looked yet. */
  unknownObjects: z.number().nullable(),
});
export type StorageView = z.infer<typeof StorageView>;

/** What a trial found: an object was written, read back and deleted. */
export const StorageTrialView = z.object({ place: z.string(), freeBytes: z.number().nullable() });
export type StorageTrialView = z.infer<typeof StorageTrialView>;

/** The key that opens stored objects without Berth, as `age -d -i` takes it. Shown once. */
export const RecoveryKeyView = z.object({ fileName: z.string(), content: z.string() });
export type RecoveryKeyView = z.infer<typeof RecoveryKeyView>;
