import { BERTH_USER, GATEWAY_USER } from "../../databases/users";
import type { AclInput, EngineVersion } from "../engine";

/**
 * Stands among the passwords of a person's user whom a fence keeps out, as the SHA-256 of one that nobody knows; who has it is let in
 * again with the next opening, and nobody else.
 */
export const FENCE_MARK = "0".repeat(64);

/** Subcommands of CLIENT that ordinary clients send, for a version where a single one cannot be taken away again. */
const CLIENT_SUBCOMMANDS = ["setname", "getname", "id", "list", "reply", "tracking", "caching", "getredir"];

/**
 * Everything but what escapes the database or disturbs its neighbours and the platform: the category of administration
 * (CONFIG, ACL, REPLICAOF, MODULE, SHUTDOWN, DEBUG, SAVE, MONITOR, CLIENT KILL and PAUSE, …) and what lies outside of it.
 * Harmless members of that category are given back. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
function peopleRules({ hasChannelAcl, hasSubcommandAcl }: EngineVersion): string {
  const rules = ["+@all", "-@admin", "-acl", "-cluster", "-migrate", "-restore-asking"];
  const harmless = ["+acl|whoami", "+role", "+lastsave", "+slowlog", "+latency"];
  const client = hasSubcommandAcl ? ["+client|list"] : CLIENT_SUBCOMMANDS.map((name) => `+client|${name}`);
  return ["~*", ...(hasChannelAcl ? ["&*"] : []), ...rules, ...harmless, ...client].join(" ");
}

const allRules = ({ hasChannelAcl }: EngineVersion): string => (hasChannelAcl ? "~* &* +@all" : "~* +@all");

const FENCED = `off #${FENCE_MARK}`;

/** The first `users.acl` of a node; afterwards the node keeps its own copy up to date by `ACL SAVE`. No password stands in it in clear. */
export function usersAcl(input: AclInput): string {
  const people = peopleRules(input.version);
  const gatewayState = input.isGatewayOn ? "on" : "off";
  const state = input.isGatewayOn ? "on" : FENCED;
  return `${[
    `user default reset ${state} #${input.ownerPasswordHash} ${people}`,
    `user ${input.resourceId} reset ${state} #${input.ownerPasswordHash} ${people}`,
    `user ${GATEWAY_USER} reset ${gatewayState} #${input.gatewayPasswordHash} -@all +auth +ping +info`,
    `user ${BERTH_USER} reset on #${input.berthPasswordHash} ${allRules(input.version)}`,
    ...carriedLines(input),
  ].join("\n")}\n`;
}

/**
 * What a person's own users may do stays the same on a later version: 6.0 knew no rules for channels and let everyone use all of
 * them, later versions let nobody unless told.
 */
function carriedLines({ version, resourceId, isGatewayOn, carriedUsers = [] }: AclInput): string[] {
  const ours = new Set(["default", resourceId, GATEWAY_USER, BERTH_USER]);
  return carriedUsers.flatMap((line) => {
    const name = line.split(" ")[1];
    if (!line.startsWith("user ") || !name || ours.has(name)) return [];
    const knowsChannels = / (resetchannels|allchannels|&\S+)/.test(line);
    const all = !version.hasChannelAcl || knowsChannels ? line : `${line} &*`;
    return [isGatewayOn ? all : all.replace(/^(user \S+) on /, `$1 ${FENCED} `)];
  });
}
