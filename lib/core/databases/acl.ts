import type { RedisVersion } from "./versions";

/** Users of the platform itself; people cannot take these names. */
export const GATEWAY_USER = "gateway";
/** The ACL user that the control plane signs in as; may do everything. */
export const BERTH_USER = "berth";

/**
 * Stands among the passwords of a person's user whom a fence keeps out, as the SHA-256 of one that nobody knows; who has it is let in
 * again with the next opening, and nobody else.
 */
export const FENCE_MARK = "0".repeat(64);

/** Passwords as 64 lower-case hexadecimal digits of their SHA-256, the form that Redis keeps them in. */
export type AclInput = {
  version: RedisVersion;
  resourceId: string;
  ownerPasswordHash: string;
  gatewayPasswordHash: string;
  berthPasswordHash: string;
  /** On for the active node; off for a successor, which neither the gateway nor people may sign in to before it takes over. */
  isGatewayOn: boolean;
  /** Lines of people's own users, as ACL LIST of the predecessor tells them. */
  carriedUsers?: readonly string[];
};

/** Subcommands of CLIENT that ordinary clients send, for 6.0, where a single one cannot be taken away again. */
const CLIENT_SUBCOMMANDS_6_0 = [
  "setname",
  "getname",
  "id",
  "list",
  "reply",
  "tracking",
  "caching",
  "getredir",
];

/**
 * Everything but what escapes the database or disturbs its neighbours and the platform: the category of administration
 * (CONFIG, ACL, REPLICAOF, MODULE, SHUTDOWN, DEBUG, SAVE, MONITOR, CLIENT KILL and PAUSE, …) and what lies outside of it.
 * Harmless members of that category are given back. https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/
 */
function peopleRules(version: RedisVersion): string {
  const rules = ["+@all", "-@admin", "-acl", "-cluster", "-migrate", "-restore-asking"];
  const harmless = ["+acl|whoami", "+role", "+lastsave", "+slowlog", "+latency"];
  if (version === "6.0.16") {
    return ["~*", ...rules, ...harmless, ...CLIENT_SUBCOMMANDS_6_0.map((name) => `+client|${name}`)].join(
      " ",
    );
  }
  return ["~*", "&*", ...rules, ...harmless, "+client|list"].join(" ");
}

const allRules = (version: RedisVersion): string => (version === "6.0.16" ? "~* +@all" : "~* &* +@all");

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
    const all = version === "6.0.16" || knowsChannels ? line : `${line} &*`;
    return [isGatewayOn ? all : all.replace(/^(user \S+) on /, `$1 ${FENCED} `)];
  });
}
