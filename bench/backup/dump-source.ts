import { once } from "node:events";
import { connect } from "node:net";

const MARK_BYTES = 40;

/** What a node sends to a replica, until the mark of its end; of a node that asks for no password. */
export async function* dumpSource(host: string): AsyncGenerator<Uint8Array> {
  const socket = connect({ host, port: 6379 });
  try {
    await once(socket, "connect");
    // A SYNC before the answer was read is refused.
    socket.write("REPLCONF capa eof\r\n");
    await once(socket, "readable");
    socket.read();
    socket.write("SYNC\r\n");
    let held = Buffer.alloc(0);
    let mark: Buffer | null = null;
    for await (const piece of socket) {
      held = held.length === 0 ? piece : Buffer.concat([held, piece]);
      if (!mark) {
        const start = /\$EOF:(.{40})\r\n/.exec(held.toString("latin1", 0, 200));
        if (!start?.[1]) continue;
        mark = Buffer.from(start[1], "latin1");
        held = held.subarray(start.index + start[0].length);
      }
      const end = held.length - MARK_BYTES;
      const isWhole = end >= 0 && held.subarray(end).equals(mark);
      if (end > 0) yield held.subarray(0, end);
      if (isWhole) return;
      held = held.subarray(Math.max(0, end));
    }
    throw new Error("the node went away");
  } finally {
    socket.destroy();
  }
}
