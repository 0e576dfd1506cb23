import { z } from "zod";
import { IMPORT_MODES } from "../core/imports/replicate";
import { readSourceUrl } from "../core/imports/source";
import { DatabaseInput } from "./databases";
import { emptyAsMissing } from "./form-fields";

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

/**
 * `acceptsLoss` is needed for a database that holds keys: the imported ones come in their place. `mode` other than `copy` lets the new Redis
 * follow the source, where `checkImport` says that it can; a pace is for copies alone.
 */
export const StartImportInput = CheckImportInput.extend({
  acceptsLoss: z.boolean().default(false),
  keysPerSecondMax: z.number().int().min(1).max(10_000_000).nullable().default(null),
  mode: z.enum(IMPORT_MODES).default("copy"),
});
export type StartImportInput = z.input<typeof StartImportInput>;

/** A box that is ticked is sent as `on`, one that is not is not sent. */
const box = z.stringbool().default(false);

/** The same as a form sends it. */
export const CheckImportForm = DatabaseInput.extend({ url, takesAnyCertificate: box }).transform(
  ({ takesAnyCertificate, ...given }) => ({ ...given, isCertificateChecked: !takesAnyCertificate }),
);

/** The same as a form sends it. */
export const StartImportForm = DatabaseInput.extend({
  url,
  takesAnyCertificate: box,
  acceptsLoss: box,
  keysPerSecondMax: emptyAsMissing(
    z.coerce
      .number({ error: "Give a whole number." })
      .int({ error: "Give a whole number." })
      .min(1, { error: "Give 1 or more." })
      .max(10_000_000, { error: "Give 10,000,000 at most." }),
  ),
  mode: z.enum(IMPORT_MODES).default("copy"),
}).transform(({ takesAnyCertificate, ...given }) => ({
  ...given,
  isCertificateChecked: !takesAnyCertificate,
}));

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
  /** Whether the new Redis can follow the source instead, and why not; null where it cannot be imported at all. */
  replication: { isAllowed: boolean; reason: string | null; message: string | null } | null;
  /** What people should know before, sentences. */
  notes: string[];
  isAllowed: boolean;
  reason: string | null;
  message: string | null;
};
