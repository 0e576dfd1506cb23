import { expect, test } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { memoryDockerEngine } from "../adapters/docker/memory/engine";
import { emptyEngine } from "../adapters/docker/memory/state";
import { findKnownHost } from "../db/hosts";
import { keepHosts } from "./keep-hosts";

withDatabase();

const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

test("a host that joins, is drained, comes back and leaves is noted with the time of each, and nothing else is", async () => {
  const world = emptyEngine();
  const engine = memoryDockerEngine({ instance: "t1", world });
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
  world.hosts.pop();
  await round(at(4));
  await round(at(5));
  expect(await findKnownHost("host-2")).toMatchObject({ state: "left", since: at(4) });
  expect(await findKnownHost("host-1")).toMatchObject({ state: "ready", since: at(0) });
});
