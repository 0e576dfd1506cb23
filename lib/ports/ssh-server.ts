import type { Duplex } from "node:stream";
import type { Destination } from "../core/ssh/destination";
import type { SshLimits } from "../core/ssh/limits";

/** What a client asked for and did not get; `words` are for people ("a shell", "a tunnel to localhost:6379"). */
export type SshRefusal = {
  words: string;
  /** Of a tunnel only. */
  destination?: Destination;
  /** Why a tunnel was not opened. */
  cause?: unknown;
};

/** Who knocks. `user` is the name before the @, which the client chooses freely. */
export type SshClient = { user: string; address: string };

/** A public key as it stands in a line of `authorized_keys` (type and base64), and as `ssh-keygen -l` prints it. */
export type SshPublicKey = { line: string; fingerprint: string };

/** Who may come in and where to; the server itself knows nothing but SSH. `P` is a person that came in with a key. */
export type SshPolicy<P> = {
  /** Null for a key that belongs to nobody. */
  findPerson(client: SshClient, key: SshPublicKey): Promise<P | null>;
  /** Asked now and then while a connection lives: false ends it. */
  isWelcome(person: P): Promise<boolean>;
  /** Connections of equal keys are counted together. */
  countingKey(person: P): string;
  /** @throws DomainError for a destination that is refused or does not answer. */
  openTunnel(person: P, destination: Destination): Promise<Duplex>;
  /** `person` is null before the sign-in. Must not throw. */
  noteRefusal(client: SshClient, person: P | null, refusal: SshRefusal): void;
};

/** What an SSH server needs. Its `policy` decides whom it lets in and where to. */
export type SshServerOptions<P> = {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** PEM of OpenSSH. */
  hostKey: string;
  limits: SshLimits;
  policy: SshPolicy<P>;
};

/** A running server. */
export type SshServer = {
  port: number;
  /** What is open now. */
  counts(): { connections: number; tunnels: number };
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
};
