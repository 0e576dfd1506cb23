import { KIB, MIB } from "../units";
import { GATEWAY_USER } from "./acl";
import { nodesAlias } from "./names";
import { REDIS_PORT } from "./redis-conf";

/** Accepted beyond the plan's connections only to be refused at once, instead of waiting unseen in the kernel's queue. */
const REFUSED_AT_ONCE = 128;

/** Two directions of 16 KiB each and what HAProxy itself keeps of a connection. */
const MEMORY_PER_CLIENT_BYTES = 40 * KIB;

/** Memory limit of a gateway. */
export const gatewayMemoryBytes = (clientsMax: number): number =>
  40 * MIB + clientsMax * MEMORY_PER_CLIENT_BYTES;

/** Open files of a gateway: two a connection, and what HAProxy needs for itself. */
export const gatewayOpenFilesMax = (clientsMax: number): number => 2 * (clientsMax + REFUSED_AT_ONCE) + 128;

/** `gatewayPassword` is of letters and digits only, so that it needs no quoting. */
export type GatewayConfigInput = { resourceId: string; gatewayPassword: string; clientsMax: number };

/**
 * The HAProxy file of a gateway: it follows the one node whose `gateway` user is on and that is a master. Idle connections
 * are Redis' to end (150 s; never a subscriber's), so the limits here only have to be far longer. Secret as a whole.
 */
export function gatewayConfig({ resourceId, gatewayPassword, clientsMax }: GatewayConfigInput): string {
  return `global
  log stdout format raw local0 notice
  maxconn ${clientsMax + REFUSED_AT_ONCE}
  nbthread 1
  hard-stop-after 1s

resolvers docker
  nameserver dns 127.0.0.11:53
  hold valid 500ms
  resolve_retries 2
  timeout resolve 500ms
  timeout retry 200ms

defaults
  mode tcp
  log global
  timeout connect 2s
  timeout client 7d
  timeout server 7d
  option clitcpka
  option srvtcpka
  clitcpka-idle 60s
  clitcpka-intvl 15s
  clitcpka-cnt 4

frontend redis
  bind :${REDIS_PORT}
  maxconn ${clientsMax + REFUSED_AT_ONCE}
  tcp-request connection reject if { fe_conn gt ${clientsMax} }
  default_backend nodes

backend nodes
  # Short, it would take a Redis that is busy with a long script for a dead one and cut every client.
  timeout check 30s
  option tcp-check
  tcp-check connect
  # One question, not two: the checks are most of what an idle database costs.
  tcp-check send AUTH\\ ${GATEWAY_USER}\\ ${gatewayPassword}\\r\\nINFO\\ replication\\r\\n
  # Shorter than any pair of answers. Without it one that does not match is waited on until the timeout above.
  tcp-check expect min-recv 60 string role:master
  default-server check inter 75ms fastinter 20ms downinter 20ms fall 1 rise 1 init-addr none resolvers docker resolve-prefer ipv4 on-marked-down shutdown-sessions
  server-template n 3 ${nodesAlias(resourceId)}:${REDIS_PORT}
`;
}
