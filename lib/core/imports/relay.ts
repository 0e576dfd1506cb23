import { REDIS_PORT } from "../engines/redis/port";

/** Where a relay's files stand in its container. */
export const RELAY_FILES = {
  config: "/run/secrets/haproxy.cfg",
  authorities: "/run/secrets/authorities.pem",
} as const;

/**
 * Where a source answers, as it was decided that it may be reached: an address, never a name. `tls` is null for plain text; its
 * `serverName` is null for a source that is known by its address alone.
 */
export type SourcePlace = {
  address: string;
  port: number;
  tls: { serverName: string | null; isChecked: boolean } | null;
};

/** Names that may stand in the relay's file as they are. */
const SERVER_NAME = /^[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?$/i;

/** Whether a certificate can be checked against that name by a relay, which knows names alone. */
export const isServerName = (name: string): boolean => SERVER_NAME.test(name);

function tlsOf({ tls }: SourcePlace): string {
  if (!tls) return "";
  const { serverName, isChecked } = tls;
  const name = serverName !== null && isServerName(serverName) ? serverName : null;
  const sni = name === null ? "" : ` sni str(${name})`;
  // Without a name there is nothing to check: `decideReplication` refuses that before.
  if (!isChecked) return ` ssl verify none${sni}`;
  return ` ssl verify required ca-file ${RELAY_FILES.authorities} verifyhost ${name ?? "nobody.invalid"}${sni}`;
}

/**
 * The HAProxy file of a relay: whoever comes is taken to this one address, and nowhere else. It holds neither user nor password.
 * A silent end is told by the kernel's keepalive, and by the node, which hears of its master every ten seconds.
 * @source https://docs.haproxy.org/3.2/configuration.html
 */
export function relayConfig(place: SourcePlace): string {
  const { address, port } = place;
  const at = address.includes(":") ? `ipv6@[${address}]:${port}` : `ipv4@${address}:${port}`;
  return `global
  maxconn 64
  nbthread 1
  no strict-limits
  hard-stop-after 1s

defaults
  mode tcp
  timeout connect 5s
  timeout client 5m
  timeout server 5m
  option srvtcpka
  srvtcpka-idle 10s
  srvtcpka-intvl 5s
  srvtcpka-cnt 3
  retries 0

frontend nodes
  bind :${REDIS_PORT}
  default_backend source

backend source
  server source ${at}${tlsOf(place)}
`;
}
