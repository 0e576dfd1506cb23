/** The port of nodes and gateways of everything that speaks Redis' protocol, and the one that the link leads to. */
export const REDIS_PORT = 6379;
