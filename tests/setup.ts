import { afterEach, beforeEach, expect, type MockInstance, vi } from "vitest";

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
