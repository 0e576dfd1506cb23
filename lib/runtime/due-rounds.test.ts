import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DUE_WORK, type DueWork } from "../db/due-work";
import { dueRounds } from "./due-rounds";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Rounds over work that notes that it was done and ends at once, but for `changes`. */
function startRounds(changes: Partial<Record<DueWork, () => Promise<void>>> = {}) {
  const done: DueWork[] = [];
  let due: DueWork[] = [];
  const works = Object.fromEntries(
    DUE_WORK.map((kind) => [
      kind,
      async () => {
        done.push(kind);
        await changes[kind]?.();
      },
    ]),
  ) as Record<DueWork, () => Promise<void>>;
  const asked = vi.fn(async () => due);
  const stop = dueRounds(works, asked);
  return {
    asked,
    stop,
    /** What is done in the next round when so much is due. */
    round: async (...kinds: DueWork[]) => {
      due = kinds;
      done.length = 0;
      await vi.advanceTimersByTimeAsync(5_000);
      return [...done];
    },
    first: async () => {
      await vi.advanceTimersByTimeAsync(0);
      return [...done];
    },
  };
}

test("the first round does all without asking, each later one what is due, by one question", async () => {
  const { first, round, asked, stop } = startRounds();
  expect(await first()).toEqual([...DUE_WORK]);
  expect(asked).not.toHaveBeenCalled();
  expect(await round()).toEqual([]);
  expect(await round("waves", "messages")).toEqual(["waves", "messages"]);
  expect(asked).toHaveBeenCalledTimes(2);
  stop();
  expect(await round("users")).toEqual([]);
});

test("work that lasts is not begun twice and keeps the others waiting for nothing; what failed is tried again", async () => {
  const end = { groups: () => {} };
  const { first, round, stop } = startRounds({
    groups: () => new Promise((resolve) => (end.groups = resolve)),
    users: () => Promise.reject(new Error("the node does not answer")),
  });
  await first();
  expect(await round("users", "groups")).toEqual(["users"]);
  end.groups();
  expect(await round("users", "groups")).toEqual(["users", "groups"]);
  stop();
});

test("a question that is not answered is asked again", async () => {
  const { first, round, asked, stop } = startRounds();
  await first();
  asked.mockRejectedValueOnce(new Error("records are away"));
  expect(await round("users")).toEqual([]);
  expect(await round("users")).toEqual(["users"]);
  stop();
});
