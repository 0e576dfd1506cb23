import { expect, test } from "vitest";
import { makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryDockerEngine } from "../adapters/docker/memory/engine";
import { emptyEngine } from "../adapters/docker/memory/state";
import { ListAuditInput } from "../contract/audit";
import { AddNotifierInput } from "../contract/notifiers";
import { listDeliveries } from "../db/deliveries";
import { findKnownHost } from "../db/hosts";
import { listAudit } from "../services/audit/list-audit";
import { addNotifier } from "../services/notifiers/add-notifier";
import { keepHosts } from "./keep-hosts";

withDatabase();

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

test("a host that joins, is drained, comes back and leaves is noted with the time of each, and told once; nothing else is", async () => {
  const world = emptyEngine();
  const engine = memoryDockerEngine({ instance: "t1", world });
  const admin = makeContext(await makeUser({ isAdmin: true }));
  const hook = { platform: "webhook", name: "On call", url: "https://hooks.example.org/x", isAll: true };
  const { notifier } = await addNotifier(admin, AddNotifierInput.parse(hook));
  const round = async (now: Date) => keepHosts(await engine.listHosts(), now);
  expect(await round(at(0))).toMatchObject([{ name: "host-1", state: "ready" }]);
  engine.addHost({ id: "host-2" });
  expect(await round(at(1))).toMatchObject([{ id: "host-2", state: "ready" }]);
  const [, second] = world.hosts;
  if (!second) throw new Error("it did not join");
  second.state = "drained";
  await round(at(2));
  expect(await round(at(3))).toEqual([]);
  expect(await findKnownHost("host-2")).toMatchObject({ state: "drained", since: at(2) });
  second.state = "down";
  await round(at(3));
  second.state = "ready";
  // Two workers look at once.
  await Promise.all([round(at(3)), round(at(3))]);
  world.hosts.pop();
  await round(at(4));
  await round(at(5));
  expect(await findKnownHost("host-2")).toMatchObject({ state: "left", since: at(4) });
  expect(await findKnownHost("host-1")).toMatchObject({ state: "ready", since: at(0) });
  const { entries } = await listAudit(admin, ListAuditInput.parse({}));
  const told = ["host_left", "host_back", "host_gone", "host_drained", "host_joined"];
  expect(entries.filter(({ kind }) => kind.startsWith("host_"))).toMatchObject(
    told.map((kind) => ({ kind, who: "Berth", on: "host-2", app: null, outcome: "done" })),
  );
  expect((await listDeliveries(notifier.id, 10)).map(({ event, appName }) => [event?.type, appName])).toEqual(
    told.map((type) => [type, null]),
  );
});
