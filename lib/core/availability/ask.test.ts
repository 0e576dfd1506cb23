import { expect, it } from "vitest";
import type { NodeStatus } from "../databases/status";
import { askGroup, masterOf } from "./ask";
import type { Said } from "./state";

const master: Said = { role: "master", replicasInStep: 2, offset: 10 };
const replica: Said = { role: "replica", follows: "b-r1-node-1", isLinkUp: true, offset: 8 };

const node = (number: number, groupNumber: number | null, status: NodeStatus = "standby") => ({
  number,
  groupNumber,
  status,
  hostId: `h${number}`,
});
const databaseOf = (nodes: ReturnType<typeof node>[]) => ({
  id: "d1",
  addon: { resourceId: "r1" },
  nodes,
  users: [{ name: "berth", passwordEncrypted: "secret" }],
});
const group = databaseOf([node(1, 1, "active"), node(2, 1), node(3, 1)]);
const single = databaseOf([node(1, null, "active")]);

/** Nodes that say that, by the number of the node, and the questions that the Sentinels were asked. */
function worldOf(said: Record<number, Said>) {
  const questions: { sentinels: readonly { serviceName: string }[]; group: string }[] = [];
  const world = {
    instance: "b",
    cipher: { decrypt: (text: string) => text },
    groups: {
      master: async (question: (typeof questions)[number]) => {
        questions.push(question);
        return "b-r1-node-1";
      },
      says: async ({ serviceName }: { serviceName: string }) => said[Number(serviceName.at(-1))] ?? null,
    },
  };
  return { world, questions };
}

const findSentinels = async () => ({ berthEncrypted: "theirs" });
const hostNames = new Map([["h3", "host-three"]]);

it("the master is asked of all Sentinels by the name of the group", async () => {
  const { world, questions } = worldOf({});
  expect(await masterOf(world, group, findSentinels)).toBe("b-r1-node-1");
  expect(questions).toEqual([{ group: expect.any(String), sentinels: Array(3).fill(expect.anything()) }]);
});

it("of a database of one node nobody is asked, and no record is read", async () => {
  const { world, questions } = worldOf({});
  const never = () => Promise.reject(new Error("the record was read"));
  expect(await masterOf(world, single, never)).toBeNull();
  expect(await askGroup(world, single, { findSentinels: never, hostNames })).toBeNull();
  expect(questions).toEqual([]);
});

it("a group is what its nodes say of themselves, with the names of the hosts that are known", async () => {
  const whole = worldOf({ 1: master, 2: replica, 3: replica }).world;
  expect(await askGroup(whole, group, { findSentinels, hostNames })).toMatchObject({
    members: [
      { name: "b-r1-node-1", hostName: null, state: "master", lagBytes: null },
      { name: "b-r1-node-2", hostName: null, state: "replica", lagBytes: 2 },
      { name: "b-r1-node-3", hostName: "host-three", state: "replica", lagBytes: 2 },
    ],
    trouble: null,
  });
  const without = worldOf({ 1: master, 2: replica }).world;
  expect(await askGroup(without, group, { findSentinels, hostNames })).toMatchObject({
    trouble: expect.stringContaining("b-r1-node-3 on host-three is not in step"),
  });
});
