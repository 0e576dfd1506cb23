import fc from "fast-check";
import { expect, test } from "vitest";
import { decideWave, type WaveDatabase, type WavePart } from "./wave";

const move = (status: WavePart["status"], resourceId = "m-1"): WavePart => ({
  resourceId,
  status,
  message: status === "failed" ? "No host has room." : null,
});
const database = (resourceId: string, changes: Partial<WaveDatabase> = {}): WaveDatabase => ({
  resourceId,
  status: "running",
  isBusy: false,
  ...changes,
});

test.each([
  ["nothing is left", 1, [move("succeeded")], [], { do: "end" }],
  ["one is left", 1, [], [database("a"), database("b")], { do: "begin", resourceIds: ["a"] }],
  [
    "a wave has room",
    2,
    [move("running")],
    [database("a"), database("b")],
    { do: "begin", resourceIds: ["a"] },
  ],
  ["the wave is full", 1, [move("queued")], [database("a")], { do: "wait" }],
  ["the last move runs", 1, [move("running")], [], { do: "wait" }],
  ["others work on the last one", 1, [], [database("a", { isBusy: true })], { do: "wait" }],
  ["one is being made", 1, [], [database("a", { isBusy: true, status: "provisioning" })], { do: "wait" }],
  ["one waits for its window", 1, [move("waiting")], [], { do: "wait" }],
  [
    "one waits for its window and others do not",
    1,
    [move("waiting")],
    [database("a")],
    { do: "begin", resourceIds: ["a"] },
  ],
  ["the last one was taken back", 1, [move("left-out")], [], { do: "end" }],
  ["what is left serves nobody", 1, [], [database("a", { status: "failed" })], { do: "end" }],
  [
    "a move failed",
    2,
    [move("running"), move("failed", "m-2")],
    [database("a")],
    { do: "fail", reason: "m-2 could not be moved: No host has room." },
  ],
] as const)("when %s", (_when, atOnce, parts, databases, step) => {
  expect(decideWave({ atOnce, parts, databases, done: "moved" })).toEqual(step);
});

/** Moves until none is left; `pick` says which of those under way ends next. False where it stops early, or too many are under way. */
function isDrained(names: readonly string[], atOnce: number, pick: () => number): boolean {
  const left = new Set(names);
  const moves = new Map<string, WavePart>();
  const isUnderWay = (name: string) => moves.get(name)?.status === "running";
  for (let round = 0; round <= names.length; round++) {
    const databases = [...left].map((name) => database(name, { isBusy: isUnderWay(name) }));
    const step = decideWave({ atOnce, parts: [...moves.values()], databases, done: "moved" });
    if (step.do === "end") return left.size === 0;
    if (step.do === "begin") for (const name of step.resourceIds) moves.set(name, move("running", name));
    const underWay = [...left].filter(isUnderWay);
    const ended = underWay[pick() % underWay.length];
    if (ended === undefined || underWay.length > atOnce) return false;
    moves.set(ended, move("succeeded", ended));
    left.delete(ended);
  }
  return false;
}

test("whatever moves end when, never more than so many are under way, and all are moved in the end", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 12 }),
      fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      (atOnce, names, picks) => isDrained(names, atOnce, () => picks.pop() ?? 0),
    ),
  );
});
