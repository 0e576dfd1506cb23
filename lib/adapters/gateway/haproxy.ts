import { TRACKED } from "../../core/availability/gateway-backends";
import { DOOR_PREFIX } from "../../core/databases/gateway-door";
import { DomainError } from "../../core/errors";
import type { GatewayDoor, GatewayPlace, Gateways } from "../../ports/gateways";
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
  const told = async (place: GatewayPlace, tell: (commands: Commands) => Promise<void>) => {
    const all = await enterAll(ways, place);
    try {
      await Promise.all(all.map(tell));
    } catch (error) {
      throw doorSilent(place.serviceName, error);
    } finally {
      for (const commands of all) commands.close();
    }
  };
  return {
    open: async (place) => together(await Promise.all((await enterAll(ways, place)).map(openDoor))),
    setClientsMax: (place, clientsMax) =>
      told(place, (commands) => setVariable(commands, "clients_max", clientsMax)),
    setTlsForced: (place, isForced) =>
      told(place, async (commands) => {
        await setVariable(commands, "tls_forced", isForced ? 1 : 0);
        if (isForced) await endPlainSessions(commands);
      }),
    setCertificate: (place, pem) => told(place, (commands) => replaceCertificate(commands, pem)),
    knock: (way, tlsName) => knock(ways, way, tlsName),
  };
}

/** All containers of a gateway, or none: what is told to some alone would leave the others where they are. */
async function enterAll(
  ways: Ways,
  { serviceName, containers = [serviceName] }: GatewayPlace,
): Promise<Commands[]> {
  if (containers.length === 0) throw doorSilent(serviceName);
  const entered = await Promise.allSettled(
    containers.map(async (container) =>
      openCommands(await throughDoor(ways, { serviceName, container }), container),
    ),
  );
  const open = entered.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  const failed = entered.find((end) => end.status === "rejected");
  if (!failed) return open;
  for (const commands of open) commands.close();
  throw failed.reason;
}

const together = (doors: readonly GatewayDoor[]): GatewayDoor => {
  const each = async (say: (door: GatewayDoor) => Promise<void>) => void (await Promise.all(doors.map(say)));
  return {
    waitForNext: () => each((door) => door.waitForNext()),
    leave: () => each((door) => door.leave()),
    lead: () => each((door) => door.lead()),
    leadTo: (nodeService) => each((door) => door.leadTo(nodeService)),
    close: () => {
      for (const door of doors) door.close();
    },
  };
};

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
  // The old one once more, before and after: a connection that was just being made did not hear of the first time, and a question that was
  // under way then may have been answered well.
  const raise = (servers: string[]) =>
    say([...left.map(down), ...servers.map((server) => `set server ${server} health up`), ...left.map(down)]);
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
      await raise(next.length === 1 ? next.map(({ name }) => `nodes/${name}`) : []);
    },
    leadTo: async (nodeService) => {
      const asked = `show servers state ${TRACKED.s}`;
      const states = parseServerStates(await commands.say(asked));
      const next = states.find(({ host }) => host === nodeService);
      await raise(next ? [`${TRACKED.s}/${next.name}`] : []);
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

async function throughDoor(ways: Ways, at: { serviceName: string; container: string }) {
  try {
    return await secureDoor(ways, { prefix: DOOR_PREFIX, ...at });
  } catch (error) {
    throw error instanceof DomainError ? error : doorSilent(at.container, error);
  }
}
