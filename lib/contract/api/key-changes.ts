import { z } from "zod";

/** Bytes as JSON carries them. */
export const Base64 = z
  .base64({ error: "This is not base64." })
  .max(3_500_000, { error: "This is larger than what can be changed here: 2.5 MB." })
  .transform((text) => Buffer.from(text, "base64"))
  .describe("Bytes in base64.");

const Expected = Base64.describe("What you saw, in base64.");
const ExpectedOrNothing = Expected.nullable().describe("What you saw, in base64; null for nothing.");
const Score = z
  .string()
  .regex(/^([+-]?(\d{1,400}(\.\d{0,400})?(e[+-]?\d{1,3})?|inf))$/i, { error: "A score is a number." });
const Index = z.number().int().min(0);
/** A hundred years: later than that Redis counts wrong. */
const TTL_MS_MAX = 3_155_760_000_000;
const Ttl = z
  .number({ error: "A time to live is a number of milliseconds." })
  .int()
  .min(1, { error: "A time to live is 1 ms at least." })
  .max(TTL_MS_MAX, { error: "A time to live is 100 years at most." });
const Field = z.object({ field: Base64, value: Base64 });

/** A change of one key, by its kind. */
export const ApiKeyChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("set"), value: Base64, expected: ExpectedOrNothing }),
  z.object({ kind: z.literal("set_field"), field: Base64, value: Base64, expected: ExpectedOrNothing }),
  z.object({ kind: z.literal("remove_field"), field: Base64, expected: Expected }),
  z.object({ kind: z.literal("push"), value: Base64, end: z.enum(["head", "tail"]) }),
  z.object({ kind: z.literal("set_item"), index: Index, value: Base64, expected: Expected }),
  z.object({ kind: z.literal("remove_item"), index: Index, expected: Expected }),
  z.object({ kind: z.literal("add_member"), member: Base64 }),
  z.object({ kind: z.literal("remove_member"), member: Base64 }),
  z.object({ kind: z.literal("set_score"), member: Base64, score: Score, expected: Score.nullable() }),
  z.object({ kind: z.literal("remove_scored"), member: Base64, expected: Score }),
  z.object({ kind: z.literal("add_entry"), fields: z.array(Field).min(1).max(1_000) }),
  z.object({
    kind: z.literal("remove_entry"),
    id: z.string().regex(/^\d{1,20}-\d{1,20}$/, { error: "This is no id of an entry." }),
  }),
  z.object({ kind: z.literal("expire"), ttl_ms: Ttl.nullable().describe("Null keeps it for good.") }),
  z.object({ kind: z.literal("rename"), to: Base64.refine(({ length }) => length > 0, "Give it a name.") }),
  z.object({ kind: z.literal("delete") }),
]);
/** A change as it is sent. */
export type ApiKeyChange = z.input<typeof ApiKeyChange>;
