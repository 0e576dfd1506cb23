import { afterAll, afterEach, expect, vi } from "vitest";

// By itself a wait ends after a second, which a busy machine may need.
const { waitFor } = vi;
vi.waitFor = (work, options) =>
  waitFor(work, { timeout: 30_000, ...(typeof options === "number" ? { timeout: options } : options) });

// What a test lets slip to the console is a fault that nobody looks at. Of tests that run side by side the first to end tells it.
const complaints: unknown[][] = [];
const { error } = console;
console.error = (...words: unknown[]) => {
  complaints.push(words);
  error(...words);
};
afterEach(() => {
  expect(complaints.splice(0)).toEqual([]);
});

// The next file may come in the same process.
afterAll(() => {
  console.error = error;
  vi.waitFor = waitFor;
});
