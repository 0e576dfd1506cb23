import { afterEach, expect, test, vi } from "vitest";
import { DomainError } from "../core/errors";
import { log } from "../runtime/log";
import { errorBody } from "./errors";
import { apiRefusalOf } from "./rest/errors";

afterEach(() => vi.restoreAllMocks());

const doors = [
  ["pages", (error: unknown) => errorBody(error, "request-1").error.code],
  ["the API", (error: unknown) => apiRefusalOf(error, "request-1").status],
] as const;

test.each(doors)("what is away is logged with its cause, by %s", (_door, answer) => {
  const warn = vi.spyOn(log, "warn").mockReturnValue();
  const cause = new Error("read ECONNRESET");
  answer(new DomainError("unavailable", "redis_unreachable", "It does not answer.", { cause }));
  expect(warn).toHaveBeenCalledExactlyOnceWith("request.unavailable", {
    requestId: "request-1",
    reason: "redis_unreachable",
    error: expect.objectContaining({ cause: expect.objectContaining({ message: "read ECONNRESET" }) }),
  });
});

test.each(doors)(
  "a fault of ours is logged with its stack, and nothing of it is shown by %s",
  (_door, answer) => {
    const error = vi.spyOn(log, "error").mockReturnValue();
    expect(["internal", 500]).toContain(answer(new TypeError("a secret of the code")));
    expect(error).toHaveBeenCalledExactlyOnceWith("request.failed", {
      requestId: "request-1",
      error: expect.objectContaining({ type: "TypeError", stack: expect.stringContaining("refusal.test") }),
    });
  },
);
