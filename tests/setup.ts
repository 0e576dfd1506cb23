import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";

// By itself a wait ends after a second, which a busy machine may need.
const { waitFor } = vi;
vi.waitFor = (work, options) =>
  waitFor(work, { timeout: 30_000, ...(typeof options === "number" ? { timeout: options } : options) });

// What a test lets slip to the console is a fault that nobody looks at.
let complaints: MockInstance;
beforeEach(() => {
  complaints = vi.spyOn(console, "error");
});
afterEach(() => {
  const said = complaints.mock.calls;
  complaints.mockRestore();
  expect(said).toEqual([]);
});
