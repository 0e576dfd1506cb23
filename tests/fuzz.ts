import { z } from "zod";

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32), so that what failed can be seen again. */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** As much of JSON Schema as zod writes for what a route takes. */
type Schema = {
  type?: string;
  format?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  minimum?: number;
  maximum?: number;
};

const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  " ",
  "\0",
  "a\0b",
  "\u{1f6a2}",
  "\ud800",
  "' OR 1=1 --",
  "../../etc/passwd",
  "%s%n",
  "$REDIS_URL",
  "x".repeat(70_000),
  [],
  {},
  [[[[]]]],
  { __proto__: null, constructor: { prototype: 1 } },
  "2147483648",
  "NaN",
  "00000000-0000-0000-0000-000000000000",
];

/** Words that mean something: by the name of the field that takes them, and `""` for any other. */
export type Words = Record<string, readonly string[]> & { "": readonly string[] };

/** Chooses by chance, the same for the same seed. */
export type Fuzz = {
  chance: (ratio: number) => boolean;
  pick: <T>(values: readonly T[]) => T;
  /** A word for the field of that name, most often one that is meant for it. */
  word: (name: string) => string;
  /** A value that fits the schema, most of the time, and else what nobody expects there. */
  value: (schema: z.ZodType) => unknown;
};

export function makeFuzz(seed: number, words: Words): Fuzz {
  const random = makeRandom(seed);
  const chance = (ratio: number): boolean => random() < ratio;
  const pick = <T>(values: readonly T[]): T => {
    const [value] = values.slice(Math.floor(random() * values.length));
    if (value === undefined) throw new Error("there is nothing to pick from");
    return value;
  };
  const word = (name: string): string => {
    const own = words[name];
    return pick(own && chance(0.85) ? own : words[""]);
  };
  const object = ({ properties = {}, required = [] }: Schema): unknown => {
    const entries = Object.entries(properties).flatMap(([name, schema]) =>
      chance(required.includes(name) ? 0.95 : 0.6) ? [[name, fill(schema, name)] as const] : [],
    );
    return Object.fromEntries(chance(0.05) ? [...entries, ["more", pick(STRANGE)]] : entries);
  };
  const fill = (schema: Schema, name = ""): unknown => {
    if (chance(0.08)) return pick(STRANGE);
    if (schema.const !== undefined) return schema.const;
    if (schema.enum) return pick(schema.enum);
    if (schema.anyOf) return fill(pick(schema.anyOf), name);
    switch (schema.type) {
      case "object":
        return object(schema);
      case "array":
        return Array.from({ length: Math.floor(random() * 4) }, () => fill(schema.items ?? {}, name));
      case "integer":
      case "number":
        return Math.floor(random() * (schema.maximum ?? 1_000)) + (schema.minimum ?? 0);
      case "boolean":
        return chance(0.5);
      case "string":
        return word(name);
      default:
        return pick(STRANGE);
    }
  };
  const written = new Map<z.ZodType, Schema>();
  const value = (schema: z.ZodType): unknown => {
    // What zod writes is JSON Schema, of which `Schema` names a part: the cast is safe.
    const form =
      written.get(schema) ?? (z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema);
    written.set(schema, form);
    return fill(form);
  };
  return { chance, pick, word, value };
}
