import { GROUP_NODES, REPLICAS_MIN } from "./group";

/** What a node says of itself by INFO replication; null when it does not answer. `replicasInStep` of a master alone. */
export type Said =
  | { role: "master"; replicasInStep: number; offset: number }
  | { role: "replica"; follows: string; isLinkUp: boolean; offset: number }
  | null;

/** A node of a group, by the name of its service. */
export type Member = { name: string; hostName: string | null; said: Said };

/** What a node can be to its group. */
export const MEMBER_ROLES = ["master", "replica", "joining", "stray", "silent"] as const;

/** What a node is to the group: `stray` calls itself a master that the Sentinels have replaced, or follows another than they name. */
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** `lagBytes`: what the master has written and a replica has not; null where that is not known. */
export type MemberState = Member & { state: MemberRole; lagBytes: number | null };

/** A group as people see it: its nodes in the order given, and in a sentence what is wrong; null when it would survive the loss of a host. */
export type GroupState = { members: MemberState[]; trouble: string | null };

/** Whom two Sentinels name, each asked for itself; null when no two say the same. */
export const agreedMaster = (named: readonly (string | null)[]): string | null =>
  named.find((name, index) => name !== null && named.indexOf(name) !== index) ?? null;

/** Reads INFO replication, field by field; null for an answer that is none. */
export function readSaid(info: Readonly<Record<string, string>>): Said {
  const offset = Number(info.slave_repl_offset ?? info.master_repl_offset ?? Number.NaN);
  if (Number.isNaN(offset)) return null;
  if (info.role === "master")
    return { role: "master", replicasInStep: Number(info.min_slaves_good_slaves ?? 0), offset };
  if (info.role !== "slave") return null;
  const isLinkUp = info.master_link_status === "up" && info.master_sync_in_progress !== "1";
  return { role: "replica", follows: info.master_host ?? "", isLinkUp, offset };
}

/**
 * Says what each node is and whether the group would survive the loss of a host. `master` is whom two Sentinels name; null when no two
 * say the same. Who is the master is never read from records.
 */
export function groupState(members: readonly Member[], master: string | null): GroupState {
  const head = members.find(({ name }) => name === master)?.said;
  const masterOffset = head?.role === "master" ? head.offset : null;
  const states = members.map((member): MemberState => {
    const state = roleOf(member, master);
    const { said } = member;
    const isBehind = state === "replica" && said !== null && masterOffset !== null;
    return { ...member, state, lagBytes: isBehind ? Math.max(0, masterOffset - said.offset) : null };
  });
  return { members: states, trouble: troubleOf(states, master) };
}

function roleOf({ name, said }: Member, master: string | null): MemberRole {
  if (said === null) return "silent";
  if (said.role === "master") return name === master ? "master" : "stray";
  if (said.follows !== master) return "stray";
  return said.isLinkUp ? "replica" : "joining";
}

function troubleOf(members: readonly MemberState[], master: string | null): string | null {
  const those = (state: MemberRole) => members.filter((member) => member.state === state);
  const [head] = those("master");
  if (master === null) return "No two Sentinels agree on a master: nothing takes over if this one is lost.";
  if (!head) return "The master does not answer: another node takes over by itself within seconds.";
  const replicas = those("replica").length;
  if (replicas < REPLICAS_MIN)
    return "No replica is in step with the master: writes are refused until one is.";
  if (replicas === GROUP_NODES - 1) return null;
  const missing = members.filter(({ state }) => state !== "master" && state !== "replica").map(placeOf);
  return `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not in step: if another node is lost now, writes are refused.`;
}

const placeOf = ({ name, hostName }: Member): string => (hostName ? `${name} on ${hostName}` : name);
