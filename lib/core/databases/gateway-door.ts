/** Where a gateway takes HAProxy's own commands; on the control network only. */
export const GATEWAY_DOOR_PORT = 9999;

/** The common name in the certificate of the control plane: nobody else is let in. */
export const CONTROL_PLANE = "control plane";

/** What the link is asked for to reach a gateway's door instead of its clients' port. */
export const DOOR_PREFIX = "door.";

/** Where a gateway's files stand in its container. */
export const GATEWAY_FILES = {
  config: "/run/secrets/haproxy.cfg",
  certificate: "/run/secrets/door.pem",
  authority: "/run/secrets/authority.pem",
  hold: "/run/secrets/hold.lua",
} as const;

/**
 * Grows with what a gateway can do: a database whose gateway is of an earlier generation gets a new one with its next move.
 * The first had no door and took a node that DNS had just named for one that serves.
 */
export const GATEWAY_GENERATION = 2;

/** Longest time, in seconds, that a connection waits for a node. */
const HOLD_SECONDS = 5;

/**
 * Run by HAProxy for a connection that finds no node: it waits until one serves, at most `HOLD_SECONDS`, instead of being let in only
 * to be dropped, after which some clients never come back.
 */
export const HOLD_SCRIPT = `core.register_action("hold", { "tcp-req" }, function()
  local nodes = core.backends["nodes"]
  local ends_at = core.now().sec + ${HOLD_SECONDS}
  local pause_ms = 1
  while nodes:get_srv_act() == 0 and core.now().sec < ends_at do
    core.msleep(math.floor(pause_ms))
    pause_ms = math.min(pause_ms * 1.05, 20)
  end
end)
`;
