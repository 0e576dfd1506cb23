import { expect, test } from "vitest";
import { GIB, MIB } from "../units";
import { chooseHost, HOST_OWN_BYTES } from "./choose";

const host = (id: string, changes: object = {}) => ({
  id,
  memoryBytes: 4 * GIB,
  reservedByOthersBytes: 0,
  isReady: true,
  isReachable: true,
  ...changes,
});
const choose = (hosts: ReturnType<typeof host>[], needBytes: number, reserved: [string, number][] = []) =>
  chooseHost({ hosts, reservedByHost: new Map(reserved), needBytes });

test("the host with the most free memory wins", () => {
  const choice = choose([host("a"), host("b", { memoryBytes: 8 * GIB })], GIB);
  expect(choice).toMatchObject({ allowed: true, host: { id: "b" } });
});

test("why it was that host is told: its free memory, and among how many", () => {
  const hosts = [host("a"), host("b", { memoryBytes: 8 * GIB }), host("c", { isReady: false })];
  const freeBytes = 8 * GIB - HOST_OWN_BYTES - GIB;
  expect(choose(hosts, GIB, [["b", GIB]])).toMatchObject({ reason: { freeBytes, hosts: 2 } });
});

test("what our own nodes reserve counts as taken", () => {
  const choice = choose([host("a"), host("b", { memoryBytes: 8 * GIB })], GIB, [["b", 6 * GIB]]);
  expect(choice).toMatchObject({ host: { id: "a" } });
});

test("what others reserve counts as taken", () => {
  expect(choose([host("a", { reservedByOthersBytes: 3 * GIB })], GIB)).toEqual({
    allowed: false,
    reason: "no_room",
  });
});

test("among equal hosts the lowest id wins, in whatever order they are listed", () => {
  expect(choose([host("b"), host("a")], GIB)).toMatchObject({ host: { id: "a" } });
});

test("a node that fits to the byte is placed, one byte more is not", () => {
  const freeBytes = 4 * GIB - HOST_OWN_BYTES;
  expect(choose([host("a")], freeBytes)).toMatchObject({ allowed: true });
  expect(choose([host("a")], freeBytes + 1)).toEqual({ allowed: false, reason: "no_room" });
});

test.each([
  ["not ready", { isReady: false }],
  ["out of reach", { isReachable: false }],
])("a host that is %s is never chosen", (_name, changes) => {
  expect(choose([host("a", changes)], MIB)).toEqual({ allowed: false, reason: "no_host_ready" });
});

test("no host at all is told apart from no room", () => {
  expect(choose([], MIB)).toEqual({ allowed: false, reason: "no_host_ready" });
});
