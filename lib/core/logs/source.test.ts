import { expect, test } from "vitest";
import { logSource, sourceLabel } from "./source";

test.each([
  ["b1-my-app-3030-node-12", "node-12", "Node 12"],
  ["b1-my-app-3030", "gateway", "Gateway"],
  ["b1-node-1-app-3030", "gateway", "Gateway"],
])("%s writes as %s, for people %s", (service, source, label) => {
  expect(logSource(service)).toBe(source);
  expect(sourceLabel(source)).toBe(label);
});
