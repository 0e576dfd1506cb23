import { expect, test } from "vitest";
import { logSource, sourceLabel } from "./source";

test.each([
  ["node", "b1-my-app-3030-node-12", "node-12", "Node 12"],
  ["gateway", "b1-my-app-3030", "gateway", "Gateway"],
  ["gateway", "b1-my-node-5413", "gateway", "Gateway"],
  ["gateway", "b1-node-5413", "gateway", "Gateway"],
  ["node", "b1-my-node-5413-node-1", "node-1", "Node 1"],
])("the %s %s writes as %s, for people %s", (role, serviceName, source, label) => {
  expect(logSource({ role, serviceName })).toBe(source);
  expect(sourceLabel(source)).toBe(label);
});
