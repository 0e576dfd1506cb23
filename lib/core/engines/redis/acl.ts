import { REPLICA_USER, SENTINEL_USER } from "../../availability/group";
import { BERTH_USER, GATEWAY_USER } from "../../databases/users";
import type { AclInput, EngineVersion, OwnUser } from "../engine";
import { peopleRules, rulesOf } from "./roles";

/**
 * Stands among the passwords of a person's user whom a fence keeps out, as the SHA-256 of one that nobody knows; who has it is let in
 * again with the next opening, and nobody else.
 */
export const FENCE_MARK = "0".repeat(64);

const allRules = ({ hasChannelAcl }: EngineVersion): string => (hasChannelAcl ? "~* &* +@all" : "~* +@all");

const FENCED = `off #${FENCE_MARK}`;

/** The first `users.acl` of a node; afterwards the node keeps its own copy up to date by `ACL SAVE`. No password stands in it in clear. */
export function usersAcl(input: AclInput): string {
  const { version, isGatewayOn, ownUsers = [], otherPasswordHash } = input;
  const people = peopleRules(version).join(" ");
  const gatewayState = isGatewayOn ? "on" : "off";
  const state = isGatewayOn ? "on" : FENCED;
  const hashes = [input.ownerPasswordHash, ...(otherPasswordHash ? [otherPasswordHash] : [])];
  const passwords = hashes.map((hash) => `#${hash}`).join(" ");
  return `${[
    `user default reset ${state} ${passwords} ${people}`,
    `user ${input.resourceId} reset ${state} ${passwords} ${people}`,
    `user ${GATEWAY_USER} reset ${gatewayState} #${input.gatewayPasswordHash} -@all +auth +ping +info`,
    `user ${BERTH_USER} reset on #${input.berthPasswordHash} ${allRules(version)}`,
    ...groupLines(input),
    ...ownUsers
      .filter(({ isRemoved }) => !isRemoved)
      .map((user) => `user ${user.name} ${ownUserRules(version, user, { isOpen: isGatewayOn }).join(" ")}`),
    ...carriedLines(input),
  ].join("\n")}\n`;
}

/** What Sentinels and replicas need, and no more. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/ */
const groupLines = ({ group }: AclInput): string[] =>
  group
    ? [
        `user ${SENTINEL_USER} reset on #${group.sentinelPasswordHash} &* -@all +auth +hello +multi +slaveof +ping +exec +subscribe +config|rewrite +role +publish +info +client|setname +client|kill +script|kill`,
        `user ${REPLICA_USER} reset on #${group.replicaPasswordHash} -@all +auth +psync +replconf +ping`,
      ]
    : [];

/** All rules of a person's own user, whatever it was before; on a node that is not open it is kept out until the next opening. */
export function ownUserRules(
  version: EngineVersion,
  { isOn, passwordHash, rights }: OwnUser,
  { isOpen }: { isOpen: boolean },
): string[] {
  const isFenced = isOn && !isOpen;
  const state = isFenced ? FENCED.split(" ") : [isOn ? "on" : "off"];
  return ["reset", ...state, `#${passwordHash}`, ...rulesOf(version, rights)];
}

/** Gives a user these passwords and no others, and leaves all else as it is; who is connected stays so. */
export const passwordRules = (hashes: readonly string[], { isOpen }: { isOpen: boolean }): string[] => [
  "resetpass",
  ...[...hashes, ...(isOpen ? [] : [FENCE_MARK])].map((hash) => `#${hash}`),
];

/**
 * Users that the records do not know. What they may do stays the same on a later version: 6.0 knew no rules for channels and let everyone
 * use all of them, later versions let nobody unless told.
 */
function carriedLines(input: AclInput): string[] {
  const { version, resourceId, isGatewayOn, ownUsers = [], carriedUsers = [] } = input;
  const known = ownUsers.map(({ name }) => name);
  const ours = new Set([
    "default",
    resourceId,
    GATEWAY_USER,
    BERTH_USER,
    SENTINEL_USER,
    REPLICA_USER,
    ...known,
  ]);
  return carriedUsers.flatMap((line) => {
    const name = line.split(" ")[1];
    if (!line.startsWith("user ") || !name || ours.has(name)) return [];
    const knowsChannels = / (resetchannels|allchannels|&\S+)/.test(line);
    const all = withDatabases(version, !version.hasChannelAcl || knowsChannels ? line : `${line} &*`);
    // What keeps it to some databases is not known there: it would get all of them.
    if (all === null) return [];
    return [isGatewayOn ? all : all.replace(/^(user \S+) on /, `$1 ${FENCED} `)];
  });
}

/** A user's line for a version that may know no rules for single databases; null for one who is kept to some. */
function withDatabases({ hasDatabaseAcl }: EngineVersion, line: string): string | null {
  if (hasDatabaseAcl) return line;
  return / db=/.test(line) ? null : line.replace(/ alldbs\b/g, "");
}
