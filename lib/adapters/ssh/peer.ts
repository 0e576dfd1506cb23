import type { Connection } from "ssh2";
import type { SshLimits } from "../../core/ssh/limits";
import type { SshClient, SshPolicy, SshRefusal } from "../../ports/ssh-server";
import type { ConnectionCounts } from "./connection-counts";

/** One connection and what is known of it. */
export type Peer<P> = {
  connection: Connection;
  client: SshClient;
  /** Null until a key was proven. */
  person: P | null;
  isGone: boolean;
  /** One for each tunnel that is open or being opened; each ends it, and may be called again. */
  tunnels: Set<() => void>;
  /** When the last tunnel ended, or the connection began. */
  idleSinceMs: number;
  /** Gives back what was counted for the connection; each may be called again. */
  leave: (() => void)[];
};

/** What serving a peer needs. */
export type Serving<P> = { limits: SshLimits; policy: SshPolicy<P>; counts: ConnectionCounts };

export const note = <P>({ policy }: Serving<P>, peer: Peer<P>, refusal: SshRefusal): void =>
  policy.noteRefusal(peer.client, peer.person, refusal);
