import type { Connection } from "ssh2";
import type { SshLimits } from "../../core/ssh/limits";
import type { SshClient, SshPolicy, SshRefusal } from "../../ports/ssh-server";
import type { Crowd } from "./crowd";

/** One connection and what is known of it. */
export type Guest<P> = {
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

/** What serving a guest needs. */
export type House<P> = { limits: SshLimits; policy: SshPolicy<P>; crowd: Crowd };

export const note = <P>({ policy }: House<P>, guest: Guest<P>, refusal: SshRefusal): void =>
  policy.noteRefusal(guest.client, guest.person, refusal);
