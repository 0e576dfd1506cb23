import { groupBackends } from "../availability/gateway-backends";
import { REDIS_PORT } from "../engines/redis/port";
import { KIB, MIB } from "../units";
import { CONTROL_PLANE, GATEWAY_DOOR_PORT, GATEWAY_FILES, GATEWAY_GENERATION } from "./gateway-door";
import { checkLines, servingServers } from "./gateway-nodes";
import { nodesAlias } from "./names";

/** Accepted beyond the plan's connections only to be refused at once, instead of waiting unseen in the kernel's queue. */
const REFUSED_AT_ONCE = 128;

/** So many connections at most through any gateway, so that another plan needs no other gateway. */
const CLIENTS_CEILING = 16_000;

/** Two directions of 16 KiB each and what HAProxy itself keeps of a connection. */
const MEMORY_PER_CLIENT_BYTES = 40 * KIB;

/** What a gateway of a plan with so many connections needs, in bytes: what is counted on its host. */
export const gatewayMemoryBytes = (clientsMax: number): number =>
  40 * MIB + clientsMax * MEMORY_PER_CLIENT_BYTES;

const ceilingOf = (clientsMax: number): number => Math.max(CLIENTS_CEILING, clientsMax);

/** The same for one that speaks TLS: two connections in HAProxy, and what OpenSSL keeps. */
const MEMORY_PER_TLS_CLIENT_BYTES = 80 * KIB;

/** Memory limit of a gateway's container: the same for every plan up to the ceiling, and enough if everybody speaks TLS. */
export const gatewayMemoryLimitBytes = (clientsMax: number): number =>
  gatewayMemoryBytes(0) + ceilingOf(clientsMax) * MEMORY_PER_TLS_CLIENT_BYTES;

/**
 * True when a database whose plan lets in `fromClientsMax` (undefined: it is in no catalog any more) needs another gateway for a plan that
 * lets in `toClientsMax`; any other gateway is told. A replaced one drops its clients once more.
 */
export const needsNewGateway = (input: {
  generation: number;
  fromClientsMax: number | undefined;
  toClientsMax: number;
}): boolean =>
  input.generation < GATEWAY_GENERATION ||
  input.fromClientsMax === undefined ||
  ceilingOf(input.fromClientsMax) !== ceilingOf(input.toClientsMax);

/** `gatewayPassword` is of letters and digits only, so that it needs no quoting; `controlSubnet` as `10.0.0.0/20`. */
export type GatewayConfigInput = {
  resourceId: string;
  /** Of the node that serves; 0 unless said. */
  lineage?: number;
  gatewayPassword: string;
  clientsMax: number;
  controlSubnet: string;
  /** Of a highly available database the services of its nodes: it follows whichever of them is the master, and is told nothing. */
  members?: readonly string[];
};

/**
 * The HAProxy file of a gateway: it follows the one node whose `gateway` user is on and that is a master, and is told of another one
 * through its door. Clients speak plain text or TLS on the same port, as their first byte says. Idle connections are Redis' to end (150 s; never a subscriber's). Secret as a whole.
 * @source https://docs.haproxy.org/3.2/configuration.html
 */
export function gatewayConfig(input: GatewayConfigInput): string {
  const connectionsMax = ceilingOf(input.clientsMax) + REFUSED_AT_ONCE;
  return [
    globalPart(connectionsMax),
    RESOLVERS,
    DEFAULTS,
    redisPart(connectionsMax),
    input.members ? groupPart(input, input.members) : nodesPart(input),
    doorPart(input.controlSubnet),
  ].join("\n");
}

/** What happens to nodes is told on stderr, without a log. Where fewer open files are allowed than all of the connections need, it starts all the same. */
const globalPart = (connectionsMax: number): string => `global
  # One that speaks TLS is two here: what it sends, and what that says.
  maxconn ${2 * connectionsMax}
  nbthread 1
  no strict-limits
  hard-stop-after 1s
  tune.lua.bool-sample-conversion normal
  lua-load ${GATEWAY_FILES.script}
  stats socket abns@door level admin
  set-var-fmt proc.clients_max "%[env(${CLIENTS_MAX_VARIABLE})]"
  set-var-fmt proc.tls_forced "%[env(${TLS_FORCED_VARIABLE})]"
`;

/** The environment variable with the number of connections that are let in, as the container was last told. */
export const CLIENTS_MAX_VARIABLE = "CLIENTS_MAX";

/** The same for whether plain text is refused: 1 or 0. */
export const TLS_FORCED_VARIABLE = "TLS_FORCED";

/** Asks the engine where a service is. */
export const RESOLVERS = `resolvers docker
  nameserver dns 127.0.0.11:53
  hold valid 200ms
  resolve_retries 2
  timeout resolve 2s
  timeout retry 200ms
`;

/** A session of which one side has ended is over soon, whatever the other side does. */
const DEFAULTS = `defaults
  mode tcp
  timeout connect 500ms
  timeout client 7d
  timeout client-hs 10s
  timeout server 7d
  timeout client-fin 5s
  timeout server-fin 5s
  option clitcpka
  option srvtcpka
  clitcpka-idle 60s
  clitcpka-intvl 15s
  clitcpka-cnt 4
`;

/** A connection made while no node serves waits for one. */
const HOLD = "tcp-request content lua.hold if { nbsrv(nodes) eq 0 }";

/** True of the first byte of a TLS handshake, which no command begins with. */
export const IS_TLS = "acl is_tls req.payload(0,1) -m bin 16";

/** One port is either for TLS or not: HAProxy hands what is TLS to itself once more. */
const redisPart = (connectionsMax: number): string => `frontend redis
  bind :${REDIS_PORT}
  maxconn ${connectionsMax}
  tcp-request connection reject if { fe_conn,sub(proc.clients_max) gt 0 }
  tcp-request inspect-delay 10s
  ${IS_TLS}
  tcp-request content accept if is_tls
  tcp-request content use-service lua.refuse_plain if { var(proc.tls_forced) -m int 1 }
  ${HOLD}
  use_backend to_tls if is_tls
  default_backend nodes

backend to_tls
  server self abns@tls

frontend tls
  bind abns@tls ssl crt ${GATEWAY_FILES.certificate} ssl-min-ver TLSv1.2
  maxconn ${connectionsMax}
  tcp-request inspect-delay 10s
  ${HOLD}
  default_backend nodes
`;

const nodesPart = ({ resourceId, lineage, gatewayPassword }: GatewayConfigInput): string =>
  `backend nodes\n${checkLines(gatewayPassword)}${servingServers("n", nodesAlias(resourceId, lineage))}`;

/** What takes over from a group is of the next lineage. */
const groupPart = (
  { resourceId, lineage = 0, gatewayPassword }: GatewayConfigInput,
  members: readonly string[],
) => groupBackends({ members, gatewayPassword, nextAlias: nodesAlias(resourceId, lineage + 1) });

/** The way in to HAProxy's own commands: for the control plane alone, and from its network alone. */
const doorPart = (controlSubnet: string): string => `frontend door
  bind :${GATEWAY_DOOR_PORT} ssl crt ${GATEWAY_FILES.certificate} ca-file ${GATEWAY_FILES.authority} verify required ssl-min-ver TLSv1.2
  maxconn 10
  timeout client 1m
  tcp-request connection reject unless { src ${controlSubnet} }
  tcp-request session reject unless { ssl_c_s_dn(cn) -m str "${CONTROL_PLANE}" }
  default_backend commands

backend commands
  timeout server 1m
  server self abns@door
`;
