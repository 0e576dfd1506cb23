import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../units";

/** What the SSH gateway lets in at once. Tunnels share the link with the control plane, which always has to find room there. */
export const SSH_LIMITS = {
  connectionsMax: 500,
  /** Connections of one address that have not signed in yet. */
  strangersPerAddressMax: 100,
  /** A client that opens one connection a tunnel needs as many as it has tunnels. */
  connectionsPerKeyMax: 100,
  tunnelsMax: 500,
  tunnelsPerConnectionMax: 100,
  /** Channels for a shell or a command, which are all refused. */
  sessionsPerConnectionMax: 5,
  /** An agent offers each of its keys. */
  keysPerConnectionMax: 10,
  loginMs: 20 * SECOND_MS,
  /** A client that does not answer three times in a row is gone. */
  keepaliveMs: 15 * SECOND_MS,
  keepalivesMax: 3,
  /** A key that was deleted is noticed this fast. */
  recheckMs: 5 * SECOND_MS,
  /** Without a tunnel for this long, a connection is ended. */
  idleMs: 12 * HOUR_MS,
  /** The same refusal of the same person is written once in this time. */
  refusalNotedMs: MINUTE_MS,
  /** And no more than this of one person, or of one stranger's address. */
  refusalsNotedMax: 30,
} as const;
/** The limits that an SSH server keeps; tests have their own. */
export type SshLimits = { readonly [Name in keyof typeof SSH_LIMITS]: number };
