import { expect, test } from "vitest";
import { appLogSource, isOfSource, logSource, sourceLabel } from "./source";

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

test("a container of an app writes under the name that the engine's command line has for it", () => {
  const source = appLogSource("3f2a91c0d4e5b6a7988776655443322110ffeeddccbbaa998877665544332211");
  expect(source).toBe("web-3f2a91c0d4e5");
  expect(sourceLabel(source)).toBe("3f2a91c0d4e5");
});

test.each([
  [undefined, "gateway", true],
  ["node", "node-3", true],
  ["node-3", "node-3", true],
  ["node-3", "node-31", false],
  ["node", "gateway", false],
  ["web", "web-3f2a91c0d4e5", true],
  ["gateway", "web-3f2a91c0d4e5", false],
  ["gateway", "gateway-1", false],
])("of %s: %s is %s", (wanted, source, isWanted) => {
  expect(isOfSource(wanted, source)).toBe(isWanted);
});
