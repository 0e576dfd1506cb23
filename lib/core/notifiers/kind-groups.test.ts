import { expect, test } from "vitest";
import { EVENT_KINDS, kindTitle } from "./event-kinds";
import { KIND_GROUPS } from "./kind-groups";
import { TROUBLE_KINDS } from "./trouble-kinds";

test("every kind stands in one group, and has a title", () => {
  expect(KIND_GROUPS.flatMap(({ kinds }) => kinds.map(({ kind }) => kind)).toSorted()).toEqual(
    EVENT_KINDS.toSorted(),
  );
  expect(new Set(EVENT_KINDS).size).toBe(EVENT_KINDS.length);
  expect(kindTitle("addon_provisioned")).toBe("New Addon");
});

test("whatever failed is trouble", () => {
  const failures = EVENT_KINDS.filter((kind) => kind.endsWith("_failed"));
  expect(failures.length).toBeGreaterThan(5);
  expect(TROUBLE_KINDS).toEqual(expect.arrayContaining(failures));
});
