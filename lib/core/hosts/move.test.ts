import { expect, test } from "vitest";
import { GIB } from "../units";
import { decideMove } from "./move";

const host = (id: string, changes: object = {}) => ({
  id,
  name: `host-${id}`,
  memoryBytes: 4 * GIB,
  reservedByOthersBytes: 0,
  isReady: true,
  isReachable: true,
  ...changes,
});
const decide = (hosts: ReturnType<typeof host>[], to?: string, needBytes = GIB) =>
  decideMove({ from: "a", to, hosts, reservedByHost: new Map(), needBytes });

/** Of a database that has nodes on other hosts as well. */
const decideNode = (to?: string) =>
  decideMove({ from: "a", to, taken: ["c"], hosts: THREE, reservedByHost: new Map(), needBytes: GIB });

const THREE = [host("a", { memoryBytes: 64 * GIB }), host("b"), host("c", { memoryBytes: 8 * GIB })];

test("without a name it goes where most memory is free, and never to its own host", () => {
  expect(decide(THREE)).toMatchObject({ allowed: true, host: { id: "c" } });
});

test.each(["host-b", "b"])("it goes to the host that is named, by name or id: %s", (to) => {
  expect(decide(THREE, to)).toMatchObject({ allowed: true, host: { id: "b" } });
});

test.each([
  ["a host that is none", THREE, "host-z", GIB, "host_unknown"],
  ["its own host", THREE, "host-a", GIB, "unchanged"],
  ["a host without room", THREE, "host-b", 5 * GIB, "no_room"],
  ["any host, where none has room", THREE, undefined, 9 * GIB, "no_room"],
  ["a host that takes nothing", [host("a"), host("b", { isReady: false })], "host-b", GIB, "no_host_ready"],
  ["any host, where its own is the only one", [host("a")], undefined, GIB, "no_host_ready"],
] as const)("a move to %s is refused", (_, hosts, to, needBytes, reason) => {
  const decision = decide([...hosts], to, needBytes);
  expect(decision).toMatchObject({ allowed: false, reason });
  expect(decision.allowed ? "" : decision.message).toMatch(/^[A-Zh][^.]+\./);
});

test("a node goes to no host that another node of its database stands on", () => {
  expect(decideNode()).toMatchObject({ allowed: true, host: { id: "b" } });
  expect(decideNode("host-c")).toMatchObject({ allowed: false, reason: "host_taken" });
  const two = THREE.filter(({ id }) => id !== "b");
  const room = { hosts: two, reservedByHost: new Map<string, number>(), needBytes: GIB };
  expect(decideMove({ from: "a", to: undefined, taken: ["c"], ...room })).toMatchObject({
    allowed: false,
    reason: "no_host_ready",
    message: expect.stringContaining("Each other host has a node of it already."),
  });
});
