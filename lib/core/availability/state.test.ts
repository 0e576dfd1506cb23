import { describe, expect, it } from "vitest";
import { groupState, type Member, readSaid, type Said } from "./state";

const names = ["n1", "n2", "n3"];
const members = (...said: Said[]): Member[] =>
  said.map((one, index) => ({ name: names[index] ?? "", hostName: `host-${index + 1}`, said: one }));
const master = (replicasInStep = 2): Said => ({ role: "master", replicasInStep, offset: 100 });
const replica = (follows = "n1", isLinkUp = true): Said => ({
  role: "replica",
  follows,
  isLinkUp,
  offset: 90,
});

describe("groupState", () => {
  it("a master and two replicas in step would survive the loss of a host", () => {
    const { members: states, trouble } = groupState(members(master(), replica(), replica()), "n1");
    expect(states.map(({ state }) => state)).toEqual(["master", "replica", "replica"]);
    expect(states.map(({ lagBytes }) => lagBytes)).toEqual([null, 10, 10]);
    expect(trouble).toBeNull();
  });

  it.each([
    [
      "a replica is silent",
      members(master(1), replica(), null),
      "n1",
      ["master", "replica", "silent"],
      "n3 on host-3 is not in step: if another node is lost now, writes are refused.",
    ],
    [
      "one is still copying",
      members(master(1), replica("n1", false), replica()),
      "n1",
      ["master", "joining", "replica"],
      "n2 on host-2 is not in step",
    ],
    [
      "a former master is back and does not know yet",
      members(master(0), master(), replica("n2")),
      "n2",
      ["stray", "master", "replica"],
      "n1 on host-1 is not in step",
    ],
    [
      "a replica follows the former master",
      members(null, master(0), replica("n1")),
      "n2",
      ["silent", "master", "stray"],
      "No replica is in step",
    ],
    [
      "the master is lost",
      members(null, replica(), replica()),
      "n1",
      ["silent", "replica", "replica"],
      "The master does not answer",
    ],
    [
      "the Sentinels do not agree",
      members(master(), replica(), replica()),
      null,
      ["stray", "stray", "stray"],
      "No two Sentinels agree",
    ],
    [
      "only the master is left",
      members(master(0), null, null),
      "n1",
      ["master", "silent", "silent"],
      "No replica is in step",
    ],
  ] as const)("%s", (_name, those, named, expected, words) => {
    const { members: states, trouble } = groupState(those, named);
    expect(states.map(({ state }) => state)).toEqual(expected);
    expect(trouble).toContain(words);
  });

  it("a lag is never below zero, and unknown without a master", () => {
    const ahead = { role: "replica", follows: "n1", isLinkUp: true, offset: 120 } as const;
    expect(groupState(members(master(), ahead), "n1").members[1]?.lagBytes).toBe(0);
    expect(groupState(members(null, ahead), "n1").members[1]?.lagBytes).toBeNull();
  });
});

describe("readSaid", () => {
  it.each([
    [
      { role: "master", master_repl_offset: "7", min_slaves_good_slaves: "2" },
      { role: "master", replicasInStep: 2, offset: 7 },
    ],
    [
      { role: "master", master_repl_offset: "7" },
      { role: "master", replicasInStep: 0, offset: 7 },
    ],
    [
      {
        role: "slave",
        master_host: "n1",
        master_link_status: "up",
        master_repl_offset: "7",
        slave_repl_offset: "5",
      },
      { role: "replica", follows: "n1", isLinkUp: true, offset: 5 },
    ],
    [
      {
        role: "slave",
        master_host: "n1",
        master_link_status: "up",
        master_sync_in_progress: "1",
        slave_repl_offset: "0",
      },
      { role: "replica", follows: "n1", isLinkUp: false, offset: 0 },
    ],
    [{ role: "sentinel", master_repl_offset: "7" }, null],
    [{}, null],
  ])("%j", (info, expected) => {
    expect(readSaid(info as Record<string, string>)).toEqual(expected);
  });
});
