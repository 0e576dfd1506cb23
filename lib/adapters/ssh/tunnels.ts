import type { Duplex } from "node:stream";
import type { AcceptConnection, ServerChannel } from "ssh2";
import { DomainError } from "../../core/errors";
import { type Destination, formatDestination } from "../../core/ssh/destination";
import { note, type Peer, type Serving } from "./peer";

/** Opens tunnels to where the policy lets them go. */
export function serveTunnels<P>(serving: Serving<P>, peer: Peer<P>): void {
  peer.connection.on("tcpip", (accept, reject, { destIP: host, destPort: port }) => {
    const destination = { host, port };
    openTunnel(serving, peer, { accept, destination }).catch((cause: unknown) => {
      reject();
      note(serving, peer, { words: `a tunnel to ${formatDestination(destination)}`, destination, cause });
    });
  });
}

type Asked = { accept: AcceptConnection<ServerChannel>; destination: Destination };

const noRoom = () =>
  new DomainError("limit_exceeded", "tunnels", "There is no room for another tunnel: close some first.");

/** @throws Error when it cannot be opened; the client is not told why, so that it learns nothing of what is there. */
async function openTunnel<P>(
  serving: Serving<P>,
  peer: Peer<P>,
  { accept, destination }: Asked,
): Promise<void> {
  const leave =
    peer.tunnels.size < serving.limits.tunnelsPerConnectionMax ? serving.counts.enterTunnel() : null;
  if (!leave || peer.person === null) throw noRoom();
  let stream: Duplex | undefined;
  const end = () => {
    stream?.destroy();
    leave();
    if (peer.tunnels.delete(end)) peer.idleSinceMs = Date.now();
  };
  peer.tunnels.add(end);
  try {
    stream = await serving.policy.openTunnel(peer.person, destination);
    // Ended while it was being opened: the client has gone.
    if (!peer.tunnels.has(end)) stream.destroy();
    else joinStreams(accept(), stream, end);
  } catch (error) {
    end();
    throw error;
  }
}

/** Lets bytes through both ways; whichever side ends, the other one gets what is still on its way. */
function joinStreams(channel: ServerChannel, stream: Duplex, end: () => void): void {
  channel.once("close", end).once("error", end);
  // What the client still sends is read and dropped: a channel with something unread in it never closes.
  stream.once("close", () => channel.resume().end()).once("error", () => channel.destroy());
  channel.pipe(stream).pipe(channel);
}
