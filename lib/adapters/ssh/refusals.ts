import type { Session } from "ssh2";
import { note, type Peer, type Serving } from "./peer";

/** What may be asked of a session, and how a person calls it. */
const REQUESTS = {
  shell: "a shell",
  exec: "a command",
  subsystem: "a subsystem",
  sftp: "file transfer",
  "auth-agent": "agent forwarding",
  x11: "X11 forwarding",
} as const;
type Request = keyof typeof REQUESTS;

/** Says no to everything but a tunnel, and has it noted. */
export function refuseEverythingElse<P>(serving: Serving<P>, peer: Peer<P>): void {
  let sessions = 0;
  peer.connection.on("session", (accept, reject) => {
    sessions += 1;
    // Only what is asked within a session tells what it is for.
    if (sessions <= serving.limits.sessionsPerConnectionMax) refuseSession(serving, peer, accept());
    else reject();
  });
  peer.connection.on("openssh.streamlocal", (_accept, reject) => {
    reject();
    note(serving, peer, { words: "a tunnel to a socket" });
  });
  peer.connection.on("request", (_accept: unknown, reject: (() => void) | undefined, name: string) => {
    reject?.();
    if (name.startsWith("cancel-")) return;
    note(serving, peer, { words: "a listening port" });
  });
}

function refuseSession<P>(serving: Serving<P>, peer: Peer<P>, session: Session): void {
  const refuse = (request: Request) => (_accept: unknown, reject: unknown) => {
    if (isCallback(reject)) reject();
    note(serving, peer, { words: REQUESTS[request] });
  };
  session
    // A terminal alone is nothing; refused, many clients would not go on to say what they want it for.
    .on("pty", (accept: unknown) => isCallback(accept) && accept())
    .on("shell", refuse("shell"))
    .on("exec", refuse("exec"))
    .on("subsystem", refuse("subsystem"))
    .on("sftp", refuse("sftp"))
    .on("auth-agent", refuse("auth-agent"))
    .on("x11", refuse("x11"));
}

/** Missing when the client asked for no reply, whatever the types say. */
const isCallback = (callback: unknown): callback is () => void => typeof callback === "function";
