import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import ssh2, { type Client, type ClientChannel, type ConnectConfig } from "ssh2";
import { newKeyPair } from "@/lib/adapters/ssh/host-key";

export type TestKey = { privateKey: string; line: string; fingerprint: string };

/** A key pair as `ssh-keygen` makes it. */
export function newKey(): TestKey {
  const { private: privateKey, public: line } = newKeyPair();
  return { privateKey, line, fingerprint: "" };
}

/** A client that has signed in. @throws Error when it is refused. */
export async function signIn(options: ConnectConfig): Promise<Client> {
  // What happens to it later is the test's to look at.
  const client = new ssh2.Client().on("error", () => {});
  await new Promise<void>((resolve, reject) => {
    client
      .once("ready", () => resolve())
      .once("error", reject)
      .once("close", () => reject(new Error("closed")))
      .connect({ host: "127.0.0.1", username: "git", strictVendor: false, ...options });
  });
  return client;
}

/** A tunnel as `ssh -L` opens one. @throws Error when it is refused. */
export const forward = (client: Client, host: string, port: number): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    client.forwardOut("127.0.0.1", 40_000, host, port, (error, channel) =>
      error ? reject(error) : resolve(channel),
    );
  });

/** What a stream answers. @throws Error when it is closed before. */
export async function say(stream: Duplex, text: string): Promise<string> {
  const closed = new AbortController();
  stream.once("close", () => closed.abort());
  const answer = once(stream, "data", { signal: closed.signal });
  stream.write(text);
  return String((await answer)[0]);
}

/** A server that sends back what it gets, and what is connected to it. */
export async function startEcho(): Promise<{
  open: () => Promise<Socket>;
  sockets: Set<Socket>;
  close: () => Promise<void>;
}> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).once("close", () => sockets.delete(socket));
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    sockets,
    open: async () => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
