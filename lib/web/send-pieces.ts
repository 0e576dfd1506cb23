import "server-only";
import type { ServerResponse } from "node:http";

/** Sends a body piece by piece; none is asked for before the one before is on its way, or once the caller has gone. */
export async function sendPieces(
  response: ServerResponse,
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  for await (const piece of content) if (!(await isSent(response, piece))) return;
  response.end();
}

/** Until its memory may serve again; false when the caller has gone, of which a write that waits is told nothing. */
const isSent = (response: ServerResponse, piece: Uint8Array): Promise<boolean> =>
  new Promise((resolve) => {
    if (response.destroyed) return resolve(false);
    const leave = () => resolve(false);
    response.once("close", leave);
    response.write(piece, (error) => {
      response.off("close", leave);
      resolve(!error);
    });
  });
