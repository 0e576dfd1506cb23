import { checkLines, foundServers } from "../databases/gateway-nodes";
import { GATEWAY_USER } from "../databases/users";
import { REDIS_PORT } from "../engines/redis/port";

/** `members`: the services of the group's nodes, in any order. `nextAlias`: where the engine finds a node that is to take over from it. */
type GroupInput = { members: readonly string[]; gatewayPassword: string; nextAlias: string };

/** What the servers of a group's own nodes begin with, each beside the backend whose check it goes by. */
export const TRACKED = { s: "strict", l: "lonely" } as const;

/** What those begin with that a node gets which is to take over. */
const NEXT = "x";

/** Where a name leads to. Nobody is sent to a node that no check has passed yet. */
const RESOLVED = "init-addr none resolvers docker resolve-prefer ipv4";

/** Sentinel decides when it comes to a failover: asked more often, a gateway would only cost more. */
const CHECKED = `default-server check inter 500ms fastinter 50ms downinter 500ms fall 1 rise 1 init-state fully-down ${RESOLVED}`;

/**
 * The backend `nodes` of a group's gateway, and the two that it decides by. It leads to the master that has a replica in step, and only
 * while there is none to a lonely one, for those who read: for some seconds after a cut-off host is back there are two masters, and
 * the one that was replaced has no replica. A node that is to take over from the group is asked as that of any other database. https://docs.haproxy.org/3.2/configuration.html#5.2-track
 */
export function groupBackends({ members, gatewayPassword, nextAlias }: GroupInput): string {
  const asked = (name: string, expected: string): string[] => [
    `backend ${name}`,
    "  timeout check 30s",
    "  option tcp-check",
    "  tcp-check connect",
    `  tcp-check send AUTH\\ ${GATEWAY_USER}\\ ${gatewayPassword}\\r\\nINFO\\ replication\\r\\n`,
    `  tcp-check expect min-recv 100 ${expected}`,
    `  ${CHECKED}`,
    ...servers((number) => `n${number}`),
    "",
  ];
  const servers = (name: (number: number) => string, rest = (_number: number) => ""): string[] =>
    members.map((member, index) => `  server ${name(index + 1)} ${member}:${REDIS_PORT}${rest(index + 1)}`);
  return [
    ...asked("strict", "rstring (?s)role:master.*min_slaves_good_slaves:[1-9]"),
    ...asked("lonely", "string role:master"),
    `backend nodes\n${checkLines(gatewayPassword).trimEnd()}`,
    // Without allow-dup-ip the second server of a node would never get an address.
    `  default-server ${RESOLVED} resolve-opts allow-dup-ip on-marked-down shutdown-sessions`,
    ...servers(
      (number) => `s${number}`,
      (number) => ` track strict/n${number} on-marked-up shutdown-backup-sessions`,
    ),
    ...servers(
      (number) => `l${number}`,
      (number) => ` track lonely/n${number} backup`,
    ),
    // Else each of them would get the address of the one that is found.
    `${foundServers(NEXT, nextAlias).trimEnd()} resolve-opts prevent-dup-ip\n`,
  ].join("\n");
}
