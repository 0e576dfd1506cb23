import { REDIS_PORT } from "../engines/redis/port";
import { IS_TLS, RESOLVERS } from "./gateway-config";

/** The port of a public gate inside its container. */
export const PUBLIC_GATE_PORT = 6380;

/** So many connections from outside at most; how many a plan lets in altogether is the gateway's to say. */
const CONNECTIONS_MAX = 16_000;

/**
 * The HAProxy file of a public gate, which takes whoever comes from outside to the gateway: from the allowed networks (empty: from
 * everywhere), and TLS alone, which it passes on unread. It holds neither key nor password.
 * @source https://docs.haproxy.org/3.2/configuration.html
 */
export function publicGateConfig(input: { serviceName: string; allowedNetworks: readonly string[] }): string {
  const { serviceName, allowedNetworks } = input;
  const rules = [
    ...allowedNetworks.map((network) => `acl is_allowed src ${network}`),
    ...(allowedNetworks.length > 0 ? ["tcp-request connection reject unless is_allowed"] : []),
    "tcp-request inspect-delay 10s",
    IS_TLS,
    "tcp-request content reject unless is_tls",
  ];
  return `global
  maxconn ${CONNECTIONS_MAX}
  nbthread 1
  no strict-limits
  hard-stop-after 1s

${RESOLVERS}
defaults
  mode tcp
  timeout connect 500ms
  timeout client 7d
  timeout server 7d
  timeout client-fin 5s
  timeout server-fin 5s
  option clitcpka
  clitcpka-idle 60s
  clitcpka-intvl 15s
  clitcpka-cnt 4
  retries 5

frontend public
  bind :${PUBLIC_GATE_PORT}
  ${rules.join("\n  ")}
  default_backend gateway

backend gateway
  server gateway ${serviceName}:${REDIS_PORT} init-addr none resolvers docker resolve-prefer ipv4
`;
}
