import { expect, test } from "vitest";
import { REDIS } from "../engines/redis/engine";
import { getKnown } from "../plans/catalog";
import { clientsMaxOf, configOfSettings, DatabaseSettings, defaultSettings, isSameValue } from "./settings";

const plan = getKnown([], "256m");

test.each([
  [{}, {}],
  [{ idleTimeoutSeconds: 0 }, { timeout: "0" }],
  [{ keyspaceEvents: "KEA" }, { "notify-keyspace-events": "KEA" }],
  [{ clientsMax: 50 }, { maxclients: "82" }],
  [{ clientsMax: 5_000 }, { maxclients: "232" }],
  [{ clientsMax: null }, { maxclients: "232" }],
])("%j is in a node's configuration %j", (settings, config) => {
  expect(configOfSettings(settings, { engine: REDIS, plan })).toEqual(config);
});

test.each([
  [{}, 200],
  [{ clientsMax: null }, 200],
  [{ clientsMax: 20 }, 20],
  [{ clientsMax: 201 }, 200],
])("with %j a plan of 200 connections lets in %i", (settings, clientsMax) => {
  expect(clientsMaxOf(settings, plan)).toBe(clientsMax);
});

test("the defaults are settings like any other", () => {
  expect(DatabaseSettings.parse(defaultSettings(REDIS))).toEqual({
    idleTimeoutSeconds: 150,
    keyspaceEvents: "",
    clientsMax: null,
  });
});

test.each([
  ["idleTimeoutSeconds", [0, 10, 150, 604_800], [-1, 1, 9, 604_801, 1.5, "150"]],
  ["keyspaceEvents", ["", "KEA", "Ex", "Kg$"], ["K", "A", "x", "KE", "Kq", "KEA\nsave 1 1", "kx"]],
  ["clientsMax", [null, 1, 20], [0, -1, 1.5, "20"]],
] as const)("of %s %j are settings and %j are none", (name, good, bad) => {
  for (const value of good)
    expect(DatabaseSettings.shape[name].safeParse(value).success, `${value}`).toBe(true);
  for (const value of bad)
    expect(DatabaseSettings.shape[name].safeParse(value).success, `${value}`).toBe(false);
});

test.each([
  ["notify-keyspace-events", "KEA", "AKE", true],
  ["notify-keyspace-events", "Kg$lshzxet", "AK", true],
  ["notify-keyspace-events", "Kx", "Ex", false],
  ["timeout", "150", "150", true],
  ["timeout", "150", "15", false],
  ["timeout", "150", undefined, false],
])("%s %j and %j are the same: %s", (name, a, b, isSame) => {
  expect(isSameValue(name, a, b)).toBe(isSame);
});
