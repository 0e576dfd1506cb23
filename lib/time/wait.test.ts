import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { poll, retry } from "./wait";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const away = new Error("away");
const isAway = (error: unknown): boolean => error === away;

/** Fails so many times, and notes when it was asked. */
function probe(failures: number, error: Error = away) {
  const startedAt = Date.now();
  const askedAtMs: number[] = [];
  const work = async () => {
    askedAtMs.push(Date.now() - startedAt);
    if (askedAtMs.length <= failures) throw error;
    return "there";
  };
  return { askedAtMs, work };
}

const settle = async <T>(waiting: Promise<T>): Promise<PromiseSettledResult<T> | undefined> => {
  const settled = Promise.allSettled([waiting]);
  await vi.runAllTimersAsync();
  return (await settled)[0];
};

describe("retry", () => {
  it("waits out what passes, with pauses that double up to two seconds", async () => {
    const { askedAtMs, work } = probe(8);
    const result = await settle(retry(work, { timeoutMs: 60_000, passes: isAway }));
    expect(result).toEqual({ status: "fulfilled", value: "there" });
    expect(askedAtMs).toEqual([0, 50, 150, 350, 750, 1_550, 3_150, 5_150, 7_150]);
  });

  it("a failure that does not pass ends the wait at once", async () => {
    const fault = new TypeError("a fault of ours");
    const { askedAtMs, work } = probe(1, fault);
    expect(await settle(retry(work, { timeoutMs: 60_000, passes: isAway }))).toEqual({
      status: "rejected",
      reason: fault,
    });
    expect(askedAtMs).toEqual([0]);
  });

  it("asks a last time when the time is over, and throws what it said", async () => {
    const { askedAtMs, work } = probe(99);
    expect(await settle(retry(work, { timeoutMs: 500, passes: isAway }))).toMatchObject({ reason: away });
    expect(askedAtMs).toEqual([0, 50, 150, 350, 500]);
  });

  it("a failure may be waited out for less than the whole time", async () => {
    const { askedAtMs, work } = probe(99);
    const passes = (_: unknown, waitedMs: number) => waitedMs < 100;
    await settle(retry(work, { timeoutMs: 60_000, passes }));
    expect(askedAtMs).toEqual([0, 50, 150]);
  });

  it("tells of each failure that is waited out, not of the one that it throws", async () => {
    const told: unknown[] = [];
    await settle(
      retry(probe(99).work, { timeoutMs: 100, passes: isAway, onFailure: (error) => told.push(error) }),
    );
    expect(told).toEqual([away, away]);
  });

  it("pauses no longer than it is told to", async () => {
    const { askedAtMs, work } = probe(4);
    await settle(retry(work, { timeoutMs: 60_000, passes: isAway, longestPauseMs: 100 }));
    expect(askedAtMs).toEqual([0, 50, 150, 250, 350]);
  });
});

describe("poll", () => {
  it("answers true once it is done, false when the time passed before", async () => {
    let asked = 0;
    const isDone = () => ++asked === 3;
    expect(await settle(poll(isDone, { timeoutMs: 1_000 }))).toMatchObject({ value: true });
    expect(await settle(poll(() => false, { timeoutMs: 1_000 }))).toMatchObject({ value: false });
  });

  it("a question that fails ends the wait at once", async () => {
    const asked = vi.fn(() => Promise.reject(away));
    expect(await settle(poll(asked, { timeoutMs: 1_000 }))).toMatchObject({ reason: away });
    expect(asked).toHaveBeenCalledOnce();
  });
});
