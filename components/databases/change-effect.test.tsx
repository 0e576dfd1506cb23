import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { ChangesView } from "@/lib/contract/changes";
import { GIB, MIB } from "@/lib/core/units";
import { type AllowedChange, ChangeEffect, changeSummary } from "./change-effect";

const plan = { id: "1g", maxMemoryBytes: GIB, cpus: 1, clientsMax: 100, hasBackups: true };
const changes = (more: Partial<ChangesView> = {}): ChangesView => ({
  planId: "2g",
  engine: "redis",
  version: "8.0.2",
  usedMemoryBytes: GIB / 4,
  connectedClients: 1,
  restartsApp: true,
  options: [],
  newerBuild: null,
  otherEngines: [],
  undo: null,
  ...more,
});
const option = (more: Partial<AllowedChange> = {}): AllowedChange => ({
  planId: "1g",
  version: "8.0.2",
  isAllowed: true,
  way: "hand-off",
  evictedBytes: 0,
  reconnects: 1,
  isUndoable: true,
  ...more,
});
const draw = (chosen: AllowedChange, view = changes()): string =>
  renderToStaticMarkup(<ChangeEffect option={chosen} changes={view} plan={plan} />);

test("a hand-off asks for no yes to a stop", () => {
  const html = draw(option());
  expect(html).toContain("takes over within milliseconds");
  expect(html).toContain("256.0 MiB of data: 25% of plan 1g");
  expect(html).not.toContain("checkbox");
});

test("a change with a stop names the pause and sends its way only with a yes", () => {
  const html = draw(option({ way: "stop-first" }));
  expect(html).not.toContain("within milliseconds");
  expect(html).toContain("some seconds to minutes");
  expect(html).toMatch(/<input type="checkbox" required="" [^>]*name="way" value="stop-first"/);
  expect(changeSummary(option({ way: "stop-first" }), changes())).toContain("stops");
});

test("a change that also replaces the gateway says that clients reconnect twice", () => {
  expect(draw(option())).toContain("Clients reconnect once. ");
  expect(draw(option({ reconnects: 2 }))).toContain(
    "Clients reconnect twice, because the gateway is replaced too. ",
  );
  expect(changeSummary(option({ reconnects: 2 }), changes())).toContain("reconnect twice");
});

test("a change to or from several nodes says before that there is no undo", () => {
  expect(draw(option())).toContain("and with it the way back.");
  const html = draw(option({ isUndoable: false }));
  expect(html).toContain("There is no undo of this change");
  expect(html).not.toContain("and with it the way back");
});

test("an app without containers is not said to restart", () => {
  const view = changes({ restartsApp: false });
  expect(draw(option(), view)).toContain("nothing restarts");
  expect(changeSummary(option(), view)).not.toContain("app");
});

test("a cache that has to shrink says how much it drops, and what is left of it", () => {
  const html = draw(option({ evictedBytes: 124 * MIB }), changes({ usedMemoryBytes: GIB }));
  expect(html).toContain("About 124.0 MiB of the least used keys are dropped");
  expect(html).toContain("900.0 MiB of data: 88% of plan 1g");
});
