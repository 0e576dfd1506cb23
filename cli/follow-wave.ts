import { setTimeout as delay } from "node:timers/promises";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";
import type { Session } from "./session";

const POLL_MS = 1_000;

type Part = { resource_id: string; status: string; operation_id: string | null };
type Wave = { status: string };

/** Asks until a wave has ended, and tells of each database as it is done. @throws Failure when the wave failed or somebody stopped it. */
export async function followWave<W extends Wave>(
  { terminal, waiting }: Session,
  {
    look,
    done,
    failure,
  }: {
    /** The wave with what it has begun. @throws Failure when it is gone. */
    look: () => Promise<{ wave: W; parts: readonly Part[] }>;
    /** "moved" */
    done: string;
    /** What failed, and what to do about it. */
    failure: (wave: W) => { words: string; ways: readonly string[] };
  },
): Promise<W> {
  const told = new Set<string>();
  for (;;) {
    const { wave, parts } = await look();
    for (const { resource_id: id, status } of parts)
      if (status === "succeeded" && waiting === "with steps" && !told.has(id)) {
        terminal.note(`${id} was ${done}`);
        told.add(id);
      }
    if (wave.status === "done") return wave;
    if (wave.status !== "running") {
      const { words, ways } = failure(wave);
      throw new Failure(EXIT.failed, words, [...ways]);
    }
    await delay(POLL_MS);
  }
}
