import { expect, test } from "vitest";
import { translate } from "./translate";

const CALL = { method: "GET", path: "/info" };

test.each([
  ["a socket that is not there", Object.assign(new Error("connect ENOENT"), { code: "ENOENT" })],
  ["a connection that is cut", Object.assign(new Error("socket hang up"), { code: "ECONNRESET" })],
  ["no answer in time", AbortSignal.abort(new DOMException("late", "TimeoutError")).reason],
])("%s: the engine is away", (_what, error) => {
  expect(translate(CALL, error)).toMatchObject({ code: "unavailable", reason: "engine_unreachable" });
});

test.each([
  new TypeError("a fault of ours"),
  Object.assign(new TypeError("wrong"), { code: "ERR_INVALID_ARG_TYPE" }),
])("%s is no silence of the engine: it stays what it is", (error) => {
  expect(translate(CALL, error)).toBe(error);
});

test("the value of a variable that the engine cannot read as a template is in no message and no cause", () => {
  const said = `rpc error: code = InvalidArgument desc = expanding env failed: expanding env "WORD=s3cret"`;
  const error = translate(CALL, Object.assign(new Error(said), { statusCode: 400 }));
  expect(error).toMatchObject({ code: "invalid", reason: "variable_refused" });
  expect(String(error) + String((error as Error).cause)).not.toContain("s3cret");
});
