import { SECOND_MS } from "../core/units";
import { DUE_WORK, type DueWork } from "../db/due-work";
import { describeError, log } from "./log";
import { repeat } from "./rounds";

const DUE_MS = 5 * SECOND_MS;

/**
 * Does every five seconds what `listDue` says is due: one question for all kinds of work, which find nothing most of the time. Each runs
 * beside the others and never twice at once; what fails is logged and tried again. The first round does all, for what an earlier life left.
 * Returns what stops it.
 */
export function dueRounds(
  works: Readonly<Record<DueWork, () => Promise<void>>>,
  listDue: (now: Date) => Promise<readonly DueWork[]>,
): () => void {
  const running = new Set<DueWork>();
  let isFirst = true;

  async function run(kind: DueWork): Promise<void> {
    running.add(kind);
    await works[kind]().catch((error: unknown) =>
      log.warn(`worker.${kind}_failed`, { error: describeError(error) }),
    );
    running.delete(kind);
  }

  return repeat("worker.due", DUE_MS, async () => {
    const due = isFirst ? DUE_WORK : await listDue(new Date());
    isFirst = false;
    for (const kind of due) if (!running.has(kind)) void run(kind);
  });
}
