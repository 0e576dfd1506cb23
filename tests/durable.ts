import { DomainError, isUnavailable } from "../lib/core/errors";
import { finishStep, setStepDetail, startStep } from "../lib/db/operation-steps";
import type { Deps, WorkflowContext } from "../lib/workflows/deps";

type Outcome = { ok: true; value: unknown } | { ok: false; error: DomainError };
export type Workflow = (deps: Deps<string>, operationId: string) => Promise<void>;

/** Where a process dies: while the `index`-th step's work is done but not yet remembered, or just after it was. */
export type CrashPoint = { index: number; when: "before-recording" | "after-recording" };

type Key = { operationId: string; name: string };
type Doing = { key: Key; work: () => Promise<unknown> };

/** What `kill -9` does to a workflow: nothing of it runs on, no `catch` either. */
class Crash extends Error {
  override readonly name = "Crash";
}

/**
 * Runs workflows as the durable engine does: a step's outcome is remembered as JSON, by its place in the run, and found again after
 * a crash. What is waited for is looked at `tries` times, unless `waitUntil` is the real one; what is away fails a step at once, unless `patiently` is. `names` are the steps of the last run in their order.
 */
export function durableRunner(
  world: WorkflowContext,
  {
    tries = 1,
    waitUntil = lookAgain(tries),
    holds = (probe) => probe(),
    patiently = (_key, work) => work(),
    isForgiving = false,
    hasChange = async () => true,
  }: {
    tries?: number;
    waitUntil?: Deps["waitUntil"];
    holds?: Deps["holds"];
    hasChange?: Deps["hasChange"];
    /** Remembers what is no refusal as a failure of its step, as the durable engine does; else it shows in the test. */
    isForgiving?: boolean;
    patiently?: <T>(key: Key, work: () => Promise<T>) => Promise<T>;
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
    const remembered = async (place: number, { key, work }: Doing, isFailing: boolean) => {
      const earlier = outcomes[place];
      if (earlier) return earlier;
      const whole = async () => {
        const value = await patiently(key, () => startStep(key).then(work));
        await finishStep(key, "succeeded");
        return value;
      };
      const outcome = await attempt(whole, { isFailing, isForgiving });
      dieIf(place, "before-recording");
      outcomes[place] = outcome;
      return outcome;
    };
    const step: Deps<string>["step"] = async (name, work) => {
      if (isDead) throw new Crash();
      index += 1;
      const place = index;
      names.push(name);
      const key = { operationId, name };
      const outcome = await remembered(
        place,
        { key, work: () => work({ detail: (detail) => setStepDetail(key, detail) }) },
        fault.failAt === name,
      );
      dieIf(place, "after-recording");
      if (!outcome.ok) throw outcome.error;
      // What was remembered at this place is what this step's work answered.
      return outcome.value as Awaited<ReturnType<typeof work>>;
    };
    await workflow({ ...world, step, waitUntil, holds, hasChange }, operationId).catch((error: unknown) => {
      if (!(error instanceof Crash)) throw error;
    });
  }

  return { run, names };
}

async function attempt(
  work: () => Promise<unknown>,
  { isFailing, isForgiving }: { isFailing: boolean; isForgiving: boolean },
): Promise<Outcome> {
  try {
    if (isFailing) throw new DomainError("conflict", "made_to_fail", "This step was made to fail.");
    const value = await work();
    return { ok: true, value: value === undefined ? undefined : JSON.parse(JSON.stringify(value)) };
  } catch (error) {
    if (error instanceof DomainError) return { ok: false, error };
    if (!isForgiving) throw error;
    return { ok: false, error: new DomainError("internal", "unexpected", String(error)) };
  }
}

const lookAgain =
  (tries: number): Deps["waitUntil"] =>
  async (probe, { passes = isUnavailable }) => {
    for (let left = tries; ; left -= 1)
      try {
        return await probe();
      } catch (error) {
        if (left <= 1 || !passes(error)) throw error;
      }
  };

/** For what is no story of its own: steps are done, and nothing is remembered. */
export const plainDeps = (world: WorkflowContext): Deps => ({
  ...world,
  waitUntil: lookAgain(1),
  holds: (probe) => probe(),
  hasChange: async () => true,
  step: (_name, work) => work({ detail: async () => {} }),
});
