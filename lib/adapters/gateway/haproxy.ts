import type { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { DOOR_PREFIX } from "../../core/databases/gateway-door";
import type { GatewayDoor, Gateways } from "../../ports/gateways";
import { poll } from "../../time/wait";
import { type Commands, doorSilent, openCommands } from "./commands";
import { parseServerStates } from "./server-states";

const HANDSHAKE_MS = 2_000;
/** A gateway asks the engine for new nodes every 2 s. */
const NEXT_MS = 5_000;
const NEXT_PAUSE_MS = 50;

/** What proves the control plane to a gateway, and gateways to it; all PEM. */
export type Credentials = { caPem: string; certPem: string; keyPem: string };

/** How a gateway is reached: a stream to the service of that name. */
type Ways = {
  openStream: (serviceName: string) => Promise<Duplex>;
  credentials: () => Promise<Credentials>;
};

/**
 * Gateways by HAProxy's own commands, over TLS from here to the gateway itself: the link in between passes it on unread.
 * @source https://docs.haproxy.org/3.2/management.html#9.3
 */
export function haproxyGateways(ways: Ways): Gateways {
  const enter = async (serviceName: string) => openCommands(await secure(ways, serviceName), serviceName);
  return {
    open: async (serviceName) => openDoor(await enter(serviceName)),
    setClientsMax: async (serviceName, clientsMax) => {
      const commands = await enter(serviceName);
      try {
        // Variables are changed in this mode alone; it ends with the connection.
        const said = await commands.say(`experimental-mode on;set var proc.clients_max int(${clientsMax})`);
        if (said.trim() !== "") throw doorSilent(serviceName, new Error(said.trim()));
      } finally {
        commands.close();
      }
    },
  };
}

/** Who serves is asked when the door is opened: each further question within a hand-over is one that clients wait for. */
async function openDoor(commands: Commands): Promise<GatewayDoor> {
  const readNodes = async () => parseServerStates(await commands.say("show servers state nodes"));
  let nodes = await readNodes();
  const serving = () => nodes.filter(({ isUp }) => isUp).map(({ name }) => name);
  let left = serving();
  const others = (all: typeof nodes) => all.filter(({ name }) => !left.includes(name));
  // With nothing to tell the door has to answer all the same.
  const say = async (lines: string[]) => {
    await commands.say(lines.length > 0 ? lines.join(";") : "show version");
  };
  return {
    waitForNext: async () => {
      const isKnown = () => left.length > 0 && others(nodes).length > 0;
      const look = async () => {
        nodes = await readNodes();
        left = serving();
        return isKnown();
      };
      await poll(() => isKnown() || look(), { timeoutMs: NEXT_MS, longestPauseMs: NEXT_PAUSE_MS });
    },
    leave: () => say(left.map(down)),
    lead: async () => {
      // Who led nowhere cannot be told from whom: of a gateway that has just started the old node is one of the others.
      if (left.length === 0) return;
      const next = others(others(nodes).length > 0 ? nodes : await readNodes());
      const up = next.length === 1 ? next.map(({ name }) => `set server nodes/${name} health up`) : [];
      // The old one once more: a question that was under way when it was left may have been answered well.
      await say([...up, ...left.map(down)]);
    },
    close: () => commands.close(),
  };
}

/** A session that is just being connected does not hear of the first command. */
const down = (name: string): string =>
  `set server nodes/${name} health down;shutdown sessions server nodes/${name}`;

async function secure({ openStream, credentials }: Ways, serviceName: string): Promise<TLSSocket> {
  const { caPem, certPem, keyPem } = await credentials();
  const stream = await openStream(`${DOOR_PREFIX}${serviceName}`);
  return new Promise((resolve, reject) => {
    const socket = connect({
      socket: stream,
      ca: caPem,
      cert: certPem,
      key: keyPem,
      servername: serviceName,
      // With 1.3 the handshake is over for us before the gateway has looked at our certificate.
      maxVersion: "TLSv1.2",
    });
    const refuse = (cause?: Error) => {
      clearTimeout(late);
      stream.destroy();
      socket.destroy();
      reject(doorSilent(serviceName, cause));
    };
    const late = setTimeout(refuse, HANDSHAKE_MS);
    const closed = () => refuse();
    stream.once("close", closed);
    socket.once("error", refuse).once("secureConnect", () => {
      clearTimeout(late);
      stream.off("close", closed).once("close", () => socket.destroy());
      socket.off("error", refuse);
      resolve(socket);
    });
  });
}
