import { expect, test } from "vitest";
import { appLevel } from "./app-level";

test.each([
  [`{"level":50,"time":1764380582328,"msg":"no such user"}`, "error"],
  [`{"level":"warn","msg":"slow"}`, "warning"],
  [`{"severity":"DEBUG","message":"sent"}`, "debug"],
  [`{"level":30}`, "info"],
  [`{"level":{"a":1}}`, "info"],
  [String.raw`{"msg":"{\"level\":\"error\"}"}`, "info"],
  [`time="2026-11-29T01:43:02Z" level=error msg="gone"`, "error"],
  ["ERROR:root:no such user", "error"],
  ["2026-11-29 01:43:02,328 WARNING slow", "warning"],
  ["2026-11-29T01:43:02.328Z  INFO 1 --- [main] Started", "info"],
  ["01:43:02 [main] ERROR com.example - gone", "error"],
  ["2026/11/29 01:43:02 [error] 31#31: open() failed", "error"],
  ["error: listen EADDRINUSE", "error"],
  ["[WARN] disk", "warning"],
  ["Fatal: out of memory", "error"],
  ["processing ERROR queue", "info"],
  ["error rate is 0", "info"],
  ["GET /error 200", "info"],
  ["", "info"],
])("%s is %s", (text, level) => {
  expect(appLevel(text)).toBe(level);
});

test("a long line of numbers is read at once", () => {
  const text = "1 ".repeat(2_000);
  expect(appLevel(text)).toBe("info");
});
