import { REDIS_PORT } from "../engines/redis/port";
import { GATEWAY_USER } from "./users";

/** How a backend asks nodes whether they serve: lines of HAProxy's file. */
export const checkLines = (
  gatewayPassword: string,
): string => `  # Short, it would take a Redis that is busy with a long script for a dead one and cut every client.
  timeout check 30s
  retries 5
  option redispatch 1
  option tcp-check
  tcp-check connect
  # One question, not two: the checks are most of what an idle database costs.
  tcp-check send AUTH\\ ${GATEWAY_USER}\\ ${gatewayPassword}\\r\\nINFO\\ replication\\r\\n
  # Shorter than any pair of answers. Without it one that does not match is waited on until the timeout above.
  tcp-check expect min-recv 60 string role:master
`;

/** Nobody is sent to a node that no check has passed yet. One that serves is asked every 2 s, and at once when a connection to it fails. */
const CHECKED =
  "default-server check inter 2s fastinter 20ms downinter 20ms fall 1 rise 1 init-state fully-down observe layer4 error-limit 1 on-error fastinter init-addr none resolvers docker resolve-prefer ipv4 on-marked-down shutdown-sessions";

/** Servers for the nodes that the engine finds under that alias, which are asked as `checkLines` say. */
export const foundServers = (name: string, alias: string): string => `  ${CHECKED}
  server-template ${name} 3 ${alias}:${REDIS_PORT}
`;

/**
 * The same of a backend that always has such a node: the first has its address from the start on. One that gets it later is asked for the first
 * time up to 2 s after that (`findings/haproxy-first-check-of-a-resolved-server.sh`).
 */
export const servingServers = (name: string, alias: string): string => `  ${CHECKED}
  server ${name}1 ${alias}:${REDIS_PORT} init-addr libc,none
  server-template ${name} 2-3 ${alias}:${REDIS_PORT}
`;
