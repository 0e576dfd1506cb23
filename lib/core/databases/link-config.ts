import { REDIS_PORT } from "../engines/redis/port";
import { ENGINE_DOOR_PORT, ENGINE_PREFIX } from "../hosts/engine-door";
import { DOOR_PREFIX, GATEWAY_DOOR_PORT } from "./gateway-door";

/** The port of the link inside its container. */
export const LINK_PORT = 6443;

/** Where the link's files stand in its container: configuration, its certificate with key, and the CA that clients are checked against. */
export const LINK_FILES = {
  config: "/berth/haproxy.cfg",
  certificate: "/berth/server.pem",
  authority: "/berth/ca.pem",
} as const;

/**
 * The HAProxy file of the link: a client with a certificate of the platform's CA reaches the port of Redis of the service that it
 * names by SNI, the door of a gateway named behind `door.`, or that of a host's engine behind `engine.`, if that is one of this instance;
 * everybody and everything else is refused.
 */
export function linkConfig(instance: string): string {
  return `global
  log stdout format raw local0 notice
  maxconn 1000
  nbthread 2
  hard-stop-after 1s

resolvers docker
  nameserver dns 127.0.0.11:53
  hold valid 200ms
  resolve_retries 2
  timeout resolve 500ms
  timeout retry 500ms

defaults
  mode tcp
  log global
  timeout connect 2s
  timeout client 10m
  timeout server 10m

frontend link
  bind :${LINK_PORT} ssl crt ${LINK_FILES.certificate} ca-file ${LINK_FILES.authority} verify required ssl-min-ver TLSv1.2
  tcp-request inspect-delay 5s
  tcp-request content set-var(txn.service) ssl_fc_sni,lower,regsub('^door[.]',),regsub('^engine[.]',)
  tcp-request content reject unless { var(txn.service) -m beg ${instance}- }
  tcp-request content do-resolve(txn.ip,docker,ipv4) var(txn.service)
  tcp-request content reject unless { var(txn.ip) -m found }
  tcp-request content set-dst var(txn.ip)
  tcp-request content set-dst-port int(${REDIS_PORT})
  tcp-request content set-dst-port int(${GATEWAY_DOOR_PORT}) if { ssl_fc_sni,lower -m beg ${DOOR_PREFIX} }
  tcp-request content set-dst-port int(${ENGINE_DOOR_PORT}) if { ssl_fc_sni,lower -m beg ${ENGINE_PREFIX} }
  use_backend engines if { ssl_fc_sni,lower -m beg ${ENGINE_PREFIX} }
  default_backend any

backend any
  server any 0.0.0.0:0

# A followed log may say nothing for days; the kernel's keepalive tells of a host that is gone.
backend engines
  retries 0
  timeout tunnel 7d
  option srvtcpka
  srvtcpka-idle 10s
  srvtcpka-intvl 5s
  srvtcpka-cnt 3
  server any 0.0.0.0:0
`;
}
