import { type AddressInfo, createServer, type Socket } from "node:net";
// Node.js does not see all names of this package: its default export has them.
import ssh2, { type Connection } from "ssh2";
import type { SshServer, SshServerOptions } from "../../ports/ssh-server";
import { type ConnectionCounts, connectionCounts } from "./connection-counts";
import type { Peer, Serving } from "./peer";
import { refuseEverythingElse } from "./refusals";
import { watchSignIn } from "./sign-in";
import { serveTunnels } from "./tunnels";

/** No SHA-1, and no compression, which would let a stranger make us unpack. */
const ALGORITHMS = {
  kex: [
    "curve25519-sha256",
    "curve25519-sha256@libssh.org",
    "ecdh-sha2-nistp256",
    "ecdh-sha2-nistp384",
    "diffie-hellman-group14-sha256",
    "diffie-hellman-group16-sha512",
  ],
  cipher: [
    "aes128-gcm@openssh.com",
    "aes256-gcm@openssh.com",
    "aes128-ctr",
    "aes256-ctr",
    "chacha20-poly1305@openssh.com",
  ],
  hmac: ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"],
  compress: ["none"],
} as const;

/** An SSH server that opens tunnels where its policy lets them go, and does nothing else. @throws Error when the port is taken. */
export async function startSshServer<P>(options: SshServerOptions<P>): Promise<SshServer> {
  const { limits, policy, hostKey } = options;
  const counts = connectionCounts(limits);
  const serving: Serving<P> = { limits, policy, counts };
  const admitted = new Map<string, Admitted>();
  const config = {
    hostKeys: [hostKey],
    ident: "Berth",
    algorithms: {
      kex: [...ALGORITHMS.kex],
      cipher: [...ALGORITHMS.cipher],
      hmac: [...ALGORITHMS.hmac],
      compress: [...ALGORITHMS.compress],
    },
    keepaliveInterval: limits.keepaliveMs,
    keepaliveCountMax: limits.keepalivesMax,
  };
  const protocol = new ssh2.Server(config, (connection, info) => {
    const entry = admitted.get(placeOf(info.ip, info.port));
    if (entry) serve(serving, connection, entry);
    else connection.end();
  });
  // Our own listener, because a client that never says a word is not told of by the protocol's.
  const listener = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    const entry = admit(counts, socket, limits.loginMs);
    if (!entry) return void socket.destroy();
    const place = placeOf(socket.remoteAddress, socket.remotePort);
    admitted.set(place, entry);
    socket.once("close", () => admitted.delete(place)).on("error", () => socket.destroy());
    protocol.injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject).listen(options.port, options.host, resolve);
  });
  return {
    port: portOf(listener.address()),
    counts: counts.counts,
    close: () =>
      new Promise((resolve) => {
        listener.close(() => resolve());
        for (const { socket } of admitted.values()) socket.destroy();
      }),
  };
}

const placeOf = (address: string | undefined, port: number | undefined): string => `${address} ${port}`;

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === "object" && address ? address.port : 0;

/** A socket that was let in; `settle` says that it has signed in. */
type Admitted = { socket: Socket; address: string; settle: () => void };

/** Counts a new socket; null when there is no room for it. One that has not signed in after a while is cut. */
function admit(counts: ConnectionCounts, socket: Socket, loginMs: number): Admitted | null {
  const address = socket.remoteAddress ?? "";
  const leave = counts.enterConnection();
  const leaveStrangers = leave && counts.enterStranger(address);
  if (!leave || !leaveStrangers) {
    leave?.();
    return null;
  }
  const timer = setTimeout(() => socket.destroy(), loginMs);
  const settle = () => {
    clearTimeout(timer);
    leaveStrangers();
  };
  socket.once("close", () => {
    settle();
    leave();
  });
  return { socket, address, settle };
}

function serve<P>(serving: Serving<P>, connection: Connection, { socket, address, settle }: Admitted): void {
  const peer: Peer<P> = {
    connection,
    client: { user: "", address },
    person: null,
    isGone: false,
    tunnels: new Set(),
    idleSinceMs: Date.now(),
    leave: [],
  };
  let timer: NodeJS.Timeout | undefined;
  // A client that breaks the protocol or no longer answers is not waited for.
  connection.on("error", () => socket.destroy());
  connection.on("ready", () => {
    settle();
    timer = setInterval(() => {
      // Records that do not answer prove nothing.
      hasToGo(serving, peer).then(
        (hasTo) => hasTo && socket.destroy(),
        () => {},
      );
    }, serving.limits.recheckMs);
  });
  socket.once("close", () => {
    peer.isGone = true;
    clearInterval(timer);
    for (const end of [...peer.tunnels]) end();
    for (const leave of peer.leave) leave();
  });
  watchSignIn(serving, peer);
  serveTunnels(serving, peer);
  refuseEverythingElse(serving, peer);
}

/** True for a connection whose key was taken away, or that nobody has used for long. */
async function hasToGo<P>({ limits, policy }: Serving<P>, peer: Peer<P>): Promise<boolean> {
  if (peer.tunnels.size === 0 && Date.now() - peer.idleSinceMs > limits.idleMs) return true;
  return peer.person !== null && !(await policy.isWelcome(peer.person));
}
