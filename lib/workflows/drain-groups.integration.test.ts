import { beforeEach, describe, expect, test } from "vitest";
import { durableRunner } from "../../tests/durable";
import { INSTANCE, makeUser } from "../../tests/factories";
import { makeGroup, nodeOf } from "../../tests/group-world";
import { withDatabase } from "../../tests/postgres";
import { letThrough } from "../../tests/workflow-world";
import { GIB } from "../core/units";
import { prisma } from "../db/client";
import { loadOperation } from "../db/operations";
import { findSentinels } from "../db/sentinels";
import { personActor } from "../services/context";
import { drainHost } from "../services/hosts/drain-host";
import { listHosts } from "../services/hosts/list-hosts";
import { runDrains } from "../services/hosts/run-drains";
import { provision } from "./provision";
import { replaceNode } from "./replace-node";
import { sweep } from "./sweep";

withDatabase();
beforeEach(
  () => prisma().$executeRaw`TRUNCATE "apps", "users", "sentinels", "host_drains", "hosts", "events" CASCADE`,
);

/** A highly available database beside which there is a fourth host, and an administrator who drains hosts. */
async function makeDrainable() {
  const made = await makeGroup();
  made.engine.addHost({ id: "host-4", name: "host-4" });
  const [own] = made.engineWorld.hosts;
  if (own) own.isOwn = false;
  const person = await makeUser({ isAdmin: true });
  const admin = { ...made.ctx, actor: personActor({ ...person, userId: person.id }, null) };
  const hostOf = async (id: string) => (await listHosts(admin)).find((host) => host.id === id);
  return {
    ...made,
    drain: (host: string) => drainHost(admin, { host, atOnce: 1 }),
    /** What a worker does every few seconds. */
    goOn: () => runDrains(admin, new Date(), letThrough),
    sweepNow: () => sweep(made.world, new Date(), letThrough),
    drained: async (id: string) => (await hostOf(id))?.drain,
    stateOf: (id: string) => made.engineWorld.hosts.find((host) => host.id === id)?.state,
    sentinelHosts: async () => [...((await findSentinels())?.hostIds ?? [])].sort(),
    finishMove: async () => {
      const { id } = await prisma().operation.findFirstOrThrow({ where: { finishedAt: null } });
      await durableRunner(made.world).run(replaceNode, id);
      expect(await loadOperation(id)).toMatchObject({ kind: "replace-node", status: "succeeded" });
    },
  };
}

describe("a drain of a host with a node of a highly available database", () => {
  test.each([
    ["a replica", "host-2", 2, 1],
    ["the master", "host-1", 1, 2],
  ])(
    "takes %s elsewhere, then its Sentinel, and only then the host goes",
    async (_, host, number, master) => {
      const made = await makeDrainable();
      await made.drain(host);
      await made.goOn();
      expect(await made.drained(host)).toMatchObject({ status: "running", moves: [{ status: "queued" }] });
      await made.finishMove();
      await made.goOn();
      expect(await made.drained(host)).toMatchObject({ status: "running" });
      expect(made.stateOf(host)).toBe("paused");
      await made.sweepNow();
      expect(await made.sentinelHosts()).not.toContain(host);
      await made.goOn();
      expect(await made.drained(host)).toMatchObject({ status: "done", staying: [], reason: null });
      expect(made.stateOf(host)).toBe("drained");
      const nodes = await made.nodes();
      expect(nodes).toContain(`${number} removed ${host}`);
      expect(nodes).toContain(`${master} active host-${master}`);
      expect(nodes).toContain("4 standby host-4");
      const services = [...made.engineWorld.services.values()];
      expect(services.filter(({ spec }) => spec.hostId === host).map(({ spec }) => spec.name)).toEqual([]);
      const known = Object.values(made.groups.known());
      expect(known.map((groups) => Object.values(groups))).toEqual(
        [1, 2, 3].map(() => [nodeOf(made.resourceId, master)]),
      );
    },
  );

  test("that has no room elsewhere leaves it where it is, says so, and goes on with the others", async () => {
    const made = await makeDrainable();
    const { addon, operationId } = await made.add("1g-ha");
    made.engineWorld.hosts.pop();
    await durableRunner(made.world).run(provision, operationId);
    made.engine.addHost({ id: "host-4", name: "host-4", memoryBytes: 3 * GIB });
    await made.drain("host-2");
    await made.goOn();
    await made.finishMove();
    await made.goOn();
    await made.sweepNow();
    await made.goOn();
    const all = [addon.resourceId, made.resourceId].sort();
    expect(await made.drained("host-2")).toMatchObject({
      status: "done",
      moves: [{ resourceId: all[0], status: "succeeded" }],
      staying: [{ resourceId: all[1], reason: expect.stringContaining("memory") }],
    });
    expect(made.stateOf("host-2")).toBe("drained");
  });

  test("with no fourth host leaves nodes and Sentinels, once the others are in step", async () => {
    const made = await makeDrainable();
    made.engineWorld.hosts.pop();
    await made.drain("host-2");
    await made.goOn();
    expect(await made.drained("host-2")).toMatchObject({
      status: "done",
      moves: [],
      staying: [{ resourceId: made.resourceId, reason: expect.stringContaining("has a node of it already") }],
    });
    expect(await made.sentinelHosts()).toEqual(["host-1", "host-2", "host-3"]);
    expect(made.engineWorld.services.has(`${INSTANCE}-sentinel-2`)).toBe(true);
  });
});
