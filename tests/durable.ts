import { DomainError } from "../lib/core/errors";
import type { Deps, World } from "../lib/workflows/deps";

type Outcome = { ok: true; value: unknown } | { ok: false; error: DomainError };
type Workflow = (deps: Deps, operationId: string) => Promise<void>;

/** Where a process dies: while the `index`-th step's work is done but not yet remembered, or just after it was. */
export type CrashPoint = { index: number; when: "before-recording" | "after-recording" };

/** What `kill -9` does to a workflow: nothing of it runs on, no `catch` either. */
class Crash extends Error {
  override readonly name = "Crash";
}

/**
 * Runs workflows as the durable engine does: a step's outcome is remembered as JSON, by its place in the run, and found again after
 * a crash. What is waited for is looked at `tries` times, unless `waitUntil` is the real one; what is away fails a step at once, unless `patiently` is. `names` are the steps of the last run in their order.
 */
export function durableRunner(
  world: World,
  {
    tries = 1,
    waitUntil = lookAgain(tries),
    holds = (probe) => probe(),
    patiently = (work) => work(),
  }: {
    tries?: number;
    waitUntil?: Deps["waitUntil"];
    holds?: Deps["holds"];
    patiently?: <T>(work: () => Promise<T>) => Promise<T>;
  } = {},
) {
  const outcomes: Outcome[] = [];
  const names: string[] = [];

  async function run(
    workflow: Workflow,
    operationId: string,
    fault: { crash?: CrashPoint; failAt?: string } = {},
  ) {
    let index = -1;
    let isDead = false;
    names.length = 0;
    const dieIf = (place: number, when: CrashPoint["when"]) => {
      if (fault.crash?.index !== place || fault.crash.when !== when) return;
      isDead = true;
      throw new Crash();
    };
    const remembered = async (place: number, work: () => Promise<unknown>, isFailing: boolean) => {
      const earlier = outcomes[place];
      if (earlier) return earlier;
      const outcome = await attempt(() => patiently(work), isFailing);
      dieIf(place, "before-recording");
      outcomes[place] = outcome;
      return outcome;
    };
    const step: Deps["step"] = async (name, work) => {
      if (isDead) throw new Crash();
      index += 1;
      const place = index;
      names.push(name);
      const outcome = await remembered(place, work, fault.failAt === name);
      dieIf(place, "after-recording");
      if (!outcome.ok) throw outcome.error;
      // What was remembered at this place is what this step's work answered.
      return outcome.value as Awaited<ReturnType<typeof work>>;
    };
    await workflow({ ...world, step, waitUntil, holds }, operationId).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
  }

  return { run, names };
}

async function attempt(work: () => Promise<unknown>, isFailing: boolean): Promise<Outcome> {
  try {
    if (isFailing) throw new DomainError("conflict", "made_to_fail", "This step was made to fail.");
    const value = await work();
    return { ok: true, value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ok: false, error };
  }
}

const lookAgain =
  (tries: number): Deps["waitUntil"] =>
  async (probe) => {
    for (let left = tries; ; left -= 1)
      try {
        return await probe();
      } catch (error) {
        if (left <= 1) throw error;
      }
  };
