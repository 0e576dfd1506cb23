import { z } from "zod";
import { readSourceUrl } from "../core/imports/source";
import { DatabaseInput } from "./databases";

const url = z
  .string()
  .trim()
  .max(2_000)
  .refine((text) => readSourceUrl(text) !== null, {
    error: "Give it as redis://user:password@host:port, or rediss:// for TLS.",
  });

/** A Redis outside of Berth, and the database that its keys are to come into. */
export const CheckImportInput = DatabaseInput.extend({
  url,
  /** False takes any certificate of a `rediss://` source. */
  isCertificateChecked: z.boolean().default(true),
});
export type CheckImportInput = z.input<typeof CheckImportInput>;

/** `acceptsLoss` is needed for a database that holds keys: the imported ones come in their place. */
export const StartImportInput = CheckImportInput.extend({
  acceptsLoss: z.boolean().default(false),
  keysPerSecondMax: z.number().int().min(1).max(10_000_000).nullable().default(null),
});
export type StartImportInput = z.input<typeof StartImportInput>;

/** What a source is, what would happen to the database, and whether it can be imported. Sizes in bytes. */
export type ImportCheckView = {
  /** Host and port, never the password. */
  source: string;
  /** Such as `Redis 7.0.15`; null where it does not say. */
  sourceName: string | null;
  usedMemoryBytes: number | null;
  /** Keys of each database that is imported, by its number. */
  keysByDatabase: Record<string, number>;
  keys: number;
  modules: string[];
  /** What the database holds now, which the import replaces; null for one whose data is gone. */
  present: { keys: number; usedMemoryBytes: number; version: string } | null;
  /** How keys are copied; null where they cannot be. */
  way: "dump" | "typed" | null;
  /** What people should know before, sentences. */
  notes: string[];
  isAllowed: boolean;
  reason: string | null;
  message: string | null;
};
