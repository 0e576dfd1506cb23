"use client";
import { useRef, useState } from "react";
import type { ApiCommandAnswer } from "@/lib/contract/api/console";
import { runLine } from "@/lib/contract/data-client";
import { hasReason } from "@/lib/core/errors";

type Typed = { db: number; text: string };
/** A line with what became of it; neither while it runs. */
export type SpokenLine = Typed & { id: number; answer?: ApiCommandAnswer; refusal?: string };
/** A line that has to be confirmed, and why. */
export type Unconfirmed = Typed & { message: string };

const LINES_MAX = 200;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : "Something went wrong.";

/** What was said and answered, oldest first; lines follow each other. */
export function useConsole(resourceId: string, unlock: string | undefined) {
  const [spoken, setSpoken] = useState<SpokenLine[]>([]);
  const count = useRef(0);
  const [isBusy, setIsBusy] = useState(false);
  const [unconfirmed, setUnconfirmed] = useState<Unconfirmed | null>(null);

  const note = (line: SpokenLine) =>
    setSpoken((lines) => [...lines.filter(({ id }) => id !== line.id), line].slice(-LINES_MAX));

  async function run(typed: Typed, confirm?: string) {
    count.current += 1;
    const line = { ...typed, id: count.current };
    note(line);
    setIsBusy(true);
    try {
      note({
        ...line,
        answer: await runLine({ resourceId, db: typed.db }, { line: typed.text, unlock, confirm }),
      });
    } catch (error) {
      note({ ...line, refusal: messageOf(error) });
      if (hasReason(error, "unconfirmed")) setUnconfirmed({ ...typed, message: error.message });
    } finally {
      setIsBusy(false);
    }
  }

  return {
    spoken,
    isBusy,
    unconfirmed,
    say: (typed: Typed) => void run(typed),
    confirm: (word: string) => {
      setUnconfirmed(null);
      if (unconfirmed) void run(unconfirmed, word);
    },
    cancel: () => setUnconfirmed(null),
  };
}
