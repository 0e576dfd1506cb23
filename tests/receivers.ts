import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { networkInterfaces } from "node:os";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** An address of this machine that is no loopback and none of the engine's: what a receiver outside would have. */
export function ownAddress(): string {
  const all = Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    /^(docker|br-|veth)/.test(name) ? [] : addresses,
  );
  const own = all.find(({ family, internal }) => family === "IPv4" && !internal);
  if (!own) throw new Error("these tests need an address besides the loopback");
  return own.address;
}

export type Received = { url: string; headers: IncomingMessage["headers"]; body: string };
type Answer = (response: ServerResponse, received: Received) => void;

/** A real HTTP server at the machine's own address, which takes everything until `answer` says otherwise. */
export async function startHttpReceiver(host = ownAddress()) {
  const received: Received[] = [];
  const take: Answer = (response) => void response.writeHead(204).end();
  const state = { answer: take };
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => null);
    if (body === null) return;
    const one = { url: request.url ?? "", headers: request.headers, body };
    received.push(one);
    state.answer(response, one);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    received,
    answerBy: (answer: Answer = take) => {
      state.answer = answer;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Mail = { from: string; to: string[]; text: string };

/** A real mail server on the loopback, which takes everything until told to refuse; at any free port unless told which. */
export async function startMailReceiver(port = 0) {
  const mails: Mail[] = [];
  const state = { doesRefuse: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo: (_address, _session, done) => done(state.doesRefuse ? new Error("No such mailbox") : null),
    onData(stream, { envelope }, done) {
      text(stream).then((content) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : "";
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), text: content });
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => void server.listen(port, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails,
    refuse: (doesRefuse: boolean) => {
      state.doesRefuse = doesRefuse;
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

/** A port of the machine's own address that nobody listens on. */
export async function freePort(host = ownAddress()): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
