/** Where a gateway takes HAProxy's own commands; on the control network only. */
export const GATEWAY_DOOR_PORT = 9999;

/** The common name in the certificate of the control plane: nobody else is let in. */
export const CONTROL_PLANE = "control plane";

/** What the link is asked for to reach a gateway's door instead of its clients' port. */
export const DOOR_PREFIX = "door.";

/** Where a gateway's files stand in its container. */
export const GATEWAY_FILES = {
  config: "/run/secrets/haproxy.cfg",
  /** Its certificate and key, which it shows to clients and at its door. */
  certificate: "/run/secrets/gateway.pem",
  authority: "/run/secrets/authority.pem",
  script: "/run/secrets/gateway.lua",
} as const;

/**
 * Grows with what a gateway can do: a database whose gateway is of an earlier generation gets a new one with its next move.
 * The first had no door and took a node that DNS had just named for one that serves; the second spoke no TLS.
 */
export const GATEWAY_GENERATION = 3;

/** Longest time, in seconds, that a connection waits for a node. */
const HOLD_SECONDS = 5;

/** What begins the answer to plain text where TLS is forced. */
export const PLAIN_REFUSED = "-ERR This database takes TLS connections only";

/**
 * Run by HAProxy. `hold`, for a connection that finds no node: it waits until one serves, at most `HOLD_SECONDS`, instead of being let in
 * only to be dropped, after which some clients never come back. `refuse_plain` says why, in words that every client shows.
 */
export const GATEWAY_SCRIPT = `core.register_action("hold", { "tcp-req" }, function()
  local nodes = core.backends["nodes"]
  local ends_at = core.now().sec + ${HOLD_SECONDS}
  local pause_ms = 1
  while nodes:get_srv_act() == 0 and core.now().sec < ends_at do
    core.msleep(math.floor(pause_ms))
    pause_ms = math.min(pause_ms * 1.05, 20)
  end
end)

core.register_service("refuse_plain", "tcp", function(applet)
  applet:send("${PLAIN_REFUSED}: use rediss:// and the certificate of its authority.\\r\\n")
end)
`;
