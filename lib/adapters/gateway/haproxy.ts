import { TRACKED } from "../../core/availability/gateway-backends";
import { DOOR_PREFIX } from "../../core/databases/gateway-door";
import { DomainError } from "../../core/errors";
import type { GatewayDoor, Gateways } from "../../ports/gateways";
import { poll } from "../../time/wait";
import { type Commands, doorSilent, openCommands } from "./commands";
import { knock } from "./knock";
import { secureDoor } from "./secure-door";
import { parseServerStates } from "./server-states";
import { endPlainSessions, replaceCertificate, setVariable } from "./tell";
import type { Ways } from "./ways";

/** A gateway asks the engine for new nodes every 2 s. */
const NEXT_MS = 5_000;
const NEXT_PAUSE_MS = 50;

/**
 * Gateways by HAProxy's own commands, over TLS from here to the gateway itself: the link in between passes it on unread.
 * @source https://docs.haproxy.org/3.2/management.html#9.3
 */
export function haproxyGateways(ways: Ways): Gateways {
  const enter = async (serviceName: string) =>
    openCommands(await throughDoor(ways, serviceName), serviceName);
  const told = async (serviceName: string, tell: (commands: Commands) => Promise<void>) => {
    const commands = await enter(serviceName);
    try {
      await tell(commands);
    } catch (error) {
      throw doorSilent(serviceName, error);
    } finally {
      commands.close();
    }
  };
  return {
    open: async (serviceName) => openDoor(await enter(serviceName)),
    setClientsMax: (serviceName, clientsMax) =>
      told(serviceName, (commands) => setVariable(commands, "clients_max", clientsMax)),
    setTlsForced: (serviceName, isForced) =>
      told(serviceName, async (commands) => {
        await setVariable(commands, "tls_forced", isForced ? 1 : 0);
        if (isForced) await endPlainSessions(commands);
      }),
    setCertificate: (serviceName, pem) => told(serviceName, (commands) => replaceCertificate(commands, pem)),
    knock: (way, tlsName) => knock(ways, way, tlsName),
  };
}

/** Who serves is asked when the door is opened: each further question within a hand-over is one that clients wait for. */
async function openDoor(commands: Commands): Promise<GatewayDoor> {
  const readNodes = async () => parseServerStates(await commands.say("show servers state nodes"));
  let nodes = await readNodes();
  const serving = () => nodes.filter(({ isUp }) => isUp).map(({ name }) => name);
  let left = serving();
  const others = (all: typeof nodes) =>
    all.filter(({ name }) => !left.includes(name) && trackedBy(name) === null);
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
      // The old one once more, before and after: a connection that was just being made did not hear of the first time, and a question
      // that was under way then may have been answered well.
      await say([...left.map(down), ...up, ...left.map(down)]);
    },
    close: () => commands.close(),
  };
}

/** The server of another backend by whose check one of a group goes; null for one with a check of its own. */
function trackedBy(name: string): string | null {
  const [, kind, number] = /^([sl])(\d+)$/.exec(name) ?? [];
  return kind === "s" || kind === "l" ? `${TRACKED[kind]}/n${number}` : null;
}

/** A session that is just being connected does not hear of the first command. */
const down = (name: string): string =>
  `set server ${trackedBy(name) ?? `nodes/${name}`} health down;shutdown sessions server nodes/${name}`;

async function throughDoor(ways: Ways, serviceName: string) {
  try {
    return await secureDoor(ways, { prefix: DOOR_PREFIX, serviceName });
  } catch (error) {
    throw error instanceof DomainError ? error : doorSilent(serviceName, error);
  }
}
