import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { boundedReader, type ReplyBounds } from "./reply-bounds";

/**
 * The same connection for whoever reads no further than its bounds: what goes beyond them ends it before it is passed on, with the error
 * that `refusal` makes of the reason.
 */
export function boundedStream(socket: Socket, bounds: ReplyBounds, refusal: (why: string) => Error): Duplex {
  const reader = boundedReader(bounds);
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (piece, encoding, done) => {
      reader.asked();
      socket.write(piece, encoding, done);
    },
    final: (done) => void socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (piece: Buffer) => {
    if (stream.destroyed) return;
    const why = reader.read(piece);
    if (why) stream.destroy(refusal(why));
    else if (!stream.push(piece)) socket.pause();
  });
  socket.on("end", () => void stream.push(null));
  socket.on("error", (error) => void stream.destroy(error));
  socket.on("close", () => void stream.destroy());
  return stream;
}
