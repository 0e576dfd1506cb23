import { askAll, type End } from "./ask";
import { refusalOf } from "./write";

/** A key in the server's own form; `ttlMs` is null for one that stays. */
type Dumped = { key: Buffer; ttlMs: number | null; payload: Buffer };

/** Of another version, or of a module that is not there: such a key can only be copied value by value. */
const UNREADABLE = /DUMP payload version or checksum|Bad data format/;

/** Those of the keys that are still there. @throws what the source refuses. */
export async function readDumped(source: End, keys: readonly Buffer[]): Promise<Dumped[]> {
  const answers = await askAll(
    source,
    keys.flatMap((key) => [
      ["PTTL", key],
      ["DUMP", key],
    ]),
  );
  return keys.flatMap((key, index) => {
    const [ttl, payload] = answers.slice(index * 2, index * 2 + 2);
    if (ttl instanceof Error) throw source.inWords(ttl);
    if (payload instanceof Error) throw source.inWords(payload);
    return Buffer.isBuffer(payload) ? [{ key, ttlMs: ttlOf(ttl), payload }] : [];
  });
}

/** What PTTL says: one that runs out in this very moment has a millisecond left, since none at all means for ever. */
export const ttlOf = (answer: unknown): number | null =>
  typeof answer === "number" && answer >= 0 ? Math.max(1, answer) : null;

/** Puts keys into the target, over what is there. Answers those that it cannot read in this form. */
export async function writeDumped(target: End, dumped: readonly Dumped[]): Promise<Buffer[]> {
  const answers = await askAll(
    target,
    dumped.map(({ key, ttlMs, payload }) => ["RESTORE", key, ttlMs ?? 0, payload, "REPLACE"]),
  );
  return dumped.flatMap(({ key }, index) => {
    const answer = answers[index];
    if (!(answer instanceof Error)) return [];
    if (UNREADABLE.test(answer.message)) return [key];
    throw refusalOf(target, answer);
  });
}
