import type { Duplex } from "node:stream";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";

const HANDSHAKE_MS = 2_000;
/** What is said of a stream that ends without a word. */
export const CLOSED = "the connection was closed";

/** TLS over a stream that stands, once the other side has proven who it is. @throws Error with why it has not; then the stream is over. */
export function secure(stream: Duplex, options: ConnectionOptions): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ ...options, socket: stream });
    const refuse = (cause: Error) => {
      clearTimeout(late);
      stream.destroy();
      socket.destroy();
      reject(cause);
    };
    const late = setTimeout(() => refuse(new Error("no TLS in time")), HANDSHAKE_MS);
    const closed = () => refuse(new Error(CLOSED));
    stream.once("close", closed);
    socket.once("error", refuse).once("secureConnect", () => {
      clearTimeout(late);
      stream.off("close", closed).once("close", () => socket.destroy());
      socket.off("error", refuse);
      resolve(socket);
    });
  });
}
