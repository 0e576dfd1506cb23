import { expect, test } from "vitest";
import { decideFormerPassword, FORMER_KEPT_MS } from "./rotation";

const changedAt = Date.UTC(2026, 0, 1, 12);
const at = (seconds: number) => new Date(changedAt + seconds * 1_000);
const SEEN = {
  now: at(120),
  otherUntil: new Date(changedAt + FORMER_KEPT_MS),
  replacedAt: at(30),
  nodeStartedAt: at(-3_600),
  oldestConnectionAt: at(20),
};

test.each([
  ["all connections are younger", {}, "unused"],
  ["nobody is connected", { oldestConnectionAt: null }, "unused"],
  ["somebody has been connected since before", { oldestConnectionAt: at(-5) }, "keep"],
  ["somebody connected in the same second", { oldestConnectionAt: at(0.9) }, "keep"],
  ["the app was not restarted", { replacedAt: null }, "keep"],
  ["the node started since, so that every connection is young", { nodeStartedAt: at(60) }, "keep"],
  ["its time is over", { now: at(86_400), oldestConnectionAt: at(-5) }, "expired"],
  ["its time is over though the app was never restarted", { now: at(86_401), replacedAt: null }, "expired"],
] as const)("%s", (_what, changes, decision) => {
  expect(decideFormerPassword({ ...SEEN, ...changes })).toBe(decision);
});
