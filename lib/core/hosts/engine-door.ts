import { CONTROL_PLANE } from "../databases/gateway-door";

/** Where the door of a host's engine listens; on the control network only. */
export const ENGINE_DOOR_PORT = 2376;

/** What the link is asked for to reach the door of an engine. */
export const ENGINE_PREFIX = "engine.";

/** Where a door's files stand in its container. */
export const ENGINE_DOOR_FILES = {
  config: "/run/secrets/haproxy.cfg",
  certificate: "/run/secrets/door.pem",
  authority: "/run/secrets/authority.pem",
  socket: "/run/docker.sock",
} as const;

/** The service of a host's door, and the name in its certificate; at most 49 characters. */
export const engineDoorName = (instance: string, hostId: string): string => `${instance}-engine-${hostId}`;

/** The host whose door a service of the instance is; null for any other service. */
export const hostOfDoor = (instance: string, serviceName: string): string | null =>
  serviceName.startsWith(`${instance}-engine-`) && /-engine-[a-z0-9]{25}$/.test(serviceName)
    ? serviceName.slice(-25)
    : null;

/** Its secrets: certificate with key, and the file that all doors share (its number grows with the text). */
export const engineDoorSecretNames = (
  instance: string,
  hostId: string,
): { certificate: string; config: string } => ({
  certificate: `${engineDoorName(instance, hostId)}-pem`,
  config: `${instance}-engines-config-2`,
});

/** Under which the records keep its certificate. */
export const doorCertificateName = (hostId: string): string => `engine-${hostId}`;

const NAME = "[a-zA-Z0-9][a-zA-Z0-9_.-]*";

/** All that Berth asks of another host's engine; what is of the whole Swarm is asked of its own. */
const ALLOWED: readonly [methods: string, path: string][] = [
  ["GET", "/(version|info|system/df|containers/json|volumes)"],
  ["GET", `/containers/${NAME}/(json|logs|stats)`],
  ["POST", "/containers/create"],
  ["POST", `/containers/${NAME}/(start|update)`],
  ["HEAD PUT", `/containers/${NAME}/archive`],
  ["DELETE", `/containers/${NAME}`],
  ["POST", "/volumes/create"],
  ["GET DELETE", `/volumes/${NAME}`],
  ["GET", `/images/${NAME}(%3A${NAME})?/json`],
  ["POST", "/images/load"],
];

/**
 * The HAProxy file of a door: who has the control plane's certificate may make the calls of that list, everybody and everything else is
 * refused. Streams may be silent for days, and a connection may wait as long for its first question, which one that another answer freed
 * took: the kernel's keepalive tells of a side that is gone.
 */
export const engineDoorConfig = (): string => `global
  log stdout format raw local0 notice
  maxconn 1000

defaults
  mode http
  log global
  retries 0
  option http-no-delay
  option clitcpka
  clitcpka-idle 10s
  clitcpka-intvl 5s
  clitcpka-cnt 3
  timeout connect 2s
  timeout client 7d
  timeout server 7d
  timeout http-request 7d
  timeout http-keep-alive 7d

frontend door
  bind :${ENGINE_DOOR_PORT} ssl crt ${ENGINE_DOOR_FILES.certificate} ca-file ${ENGINE_DOOR_FILES.authority} verify required ssl-min-ver TLSv1.2 alpn http/1.1
  http-request deny deny_status 403 unless { ssl_c_s_dn(cn) -m str "${CONTROL_PLANE}" }
${ALLOWED.map(([methods, path]) => `  http-request allow if { method ${methods} } { path -m reg ^${path}$ }`).join("\n")}
  http-request deny deny_status 403
  default_backend engine

backend engine
  server engine unix@${ENGINE_DOOR_FILES.socket}
`;
