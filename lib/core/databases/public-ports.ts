/** Ports of a host, both ends included. */
export type PortRange = { from: number; to: number };
