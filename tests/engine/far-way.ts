import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { ownAddress } from "../receivers";

/** The same source as if it were far away: what either side says arrives so much later, in its order. */
export async function startFarWay(url: string, delayMs: number) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (chunk) => void setTimeout(() => to.writable && to.write(chunk), delayMs));
    from.on("error", () => {}).on("close", () => void setTimeout(() => to.destroy(), delayMs));
  };
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    pass(near, far);
    pass(far, near);
  });
  await new Promise<void>((resolve) => server.listen(0, ownAddress(), resolve));
  const own = new URL(url);
  own.port = String((server.address() as AddressInfo).port);
  return {
    url: own.href,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
