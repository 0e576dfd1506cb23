import type { Socket } from "node:net";
import { z } from "zod";
import { command } from "../command";
import { Failure } from "../failure";
import type { Session } from "../session";
import type { Destination, Gateway } from "../tunnel/gateway";

const PORT = 10_000;

export const dbTunnel = command({
  name: "db-tunnel",
  usage: "<database>",
  group: "Databases",
  summary: "reach a database on a port of this machine: berth db-tunnel REDIS_URL (a variable or a URL)",
  options: [
    ["-i, --identity <file>", "private SSH key, else those of the agent and of ~/.ssh"],
    ["-p, --port <port>", `port to listen on (${PORT}, or the next free one)`],
    ["-b, --bind <address>", "address to listen on (127.0.0.1)"],
  ],
  input: z.object({
    database: z.string(),
    identity: z.string().optional(),
    port: z.coerce
      .number({ error: "A port is a number." })
      .int()
      .min(1)
      .max(65_535, { error: "A port is at most 65535." })
      .default(PORT),
    bind: z.string().default("127.0.0.1"),
  }),
  async run(session, { database, identity, port: first, bind }) {
    // Loaded here: no other command needs SSH.
    const { findRedisUrl } = await import("../tunnel/redis-url");
    const { openGateway } = await import("../tunnel/gateway");
    const { listenFrom } = await import("../tunnel/local-port");
    const { terminal } = session;
    const { host, port } = await findRedisUrl(session, database);
    terminal.note(`Building tunnel to ${host}:${port}`);
    const gateway = await openGateway(session, identity);
    try {
      // A refusal is better told now than to the first client.
      (await gateway.open({ host, port })).destroy();
      const serve = newServe(session, gateway, { host, port });
      const { server, port: taken } = await listenFrom({ host: bind, port: first }, serve);
      terminal.note("You can access your database on:");
      if (session.options.json) terminal.json({ host: bind, port: taken });
      else terminal.print(`${bind}:${taken}`);
      await untilStopped();
      server.close();
    } finally {
      gateway.close();
    }
  },
});

/** Gives each local client a stream of its own. */
function newServe({ terminal }: Session, gateway: Gateway, to: Destination): (socket: Socket) => void {
  let count = 0;
  return (socket) => {
    count += 1;
    const name = `[${count}]`;
    socket
      .on("error", () => socket.destroy())
      .once("close", () => terminal.note(`End of connection ${name}`));
    terminal.note(`Connect to ${to.host}:${to.port} ${name}`);
    gateway.open(to).then(
      (stream) => {
        socket.once("close", () => stream.destroy());
        stream.on("error", () => socket.destroy()).once("close", () => socket.end());
        socket.pipe(stream).pipe(socket);
      },
      (error: unknown) => {
        if (error instanceof Failure) terminal.fail(error);
        socket.destroy();
      },
    );
  };
}

const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    process.once("SIGINT", () => resolve()).once("SIGTERM", () => resolve());
  });
