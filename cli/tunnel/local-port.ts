import { createServer, type Server, type Socket } from "node:net";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";

const TRIES_MAX = 100;

/** Listens on the first free port from `port` on. @throws Failure when there is none. */
export async function listenFrom(
  { host, port }: { host: string; port: number },
  serve: (socket: Socket) => void,
): Promise<{ server: Server; port: number }> {
  for (let current = port; current < port + TRIES_MAX && current <= 65_535; current += 1) {
    const server = createServer({ noDelay: true, allowHalfOpen: true }, serve);
    const error = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
      server.once("error", resolve).listen(current, host, () => resolve(null));
    });
    if (!error) return { server, port: current };
    if (error.code !== "EADDRINUSE")
      throw new Failure(EXIT.failed, `Nobody can listen on ${host}:${current}: ${error.message}`);
  }
  throw new Failure(EXIT.failed, `No port from ${port} on is free.`, ["Choose another one: -p PORT"]);
}
