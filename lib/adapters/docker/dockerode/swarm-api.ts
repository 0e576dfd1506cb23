import { Agent, type AgentOptions } from "node:http";
import type { Duplex } from "node:stream";
import Docker from "dockerode";
import { z } from "zod";
import { DomainError, hasReason } from "../../../core/errors";
import { engineDoorName } from "../../../core/hosts/engine-door";
import { type EngineApi, engineApi } from "./api";
import { InfoAnswer, NodeAnswer, type RawNode, VersionAnswer } from "./schemas";
import { translate } from "./translate";

/** How an engine is found: without `socketPath` as the `docker` command does, and those of other hosts through their doors, if at all. */
export type DockerOptions = {
  instance: string;
  socketPath?: string;
  /** A stream to the door of that name, secured. */
  openDoor?: (doorName: string) => Promise<Duplex>;
};

/** An engine of the Swarm, and its host. */
export type HostApi = { hostId: string; api: EngineApi };

/** The API of our own host's engine, which answers for the Swarm, and the way to those of the other hosts. */
export type SwarmApi = EngineApi & {
  isOwn(hostId: string): Promise<boolean>;
  /** @throws DomainError `unavailable` reason `host_unreachable` for a host that is down, drained, or none of the Swarm. */
  at(hostId: string): Promise<EngineApi>;
  /** Of every host that may answer, our own first. */
  all(): Promise<HostApi[]>;
  /** Version of the engine of another host; null when it does not answer at once. */
  findVersion(hostId: string): Promise<string | null>;
};

/** Hosts come and go seldom; each question about a container would ask for them. */
const HOSTS_FRESH_MS = 5_000;
const VERSION_FRESH_MS = 5_000;
const VERSION_MS = 3_000;
const IDLE_SOCKETS_MAX = 8;

export function swarmApi({ instance, socketPath, openDoor }: DockerOptions): SwarmApi {
  const own = engineApi({
    instance,
    docker: new Docker(socketPath ? { socketPath, host: undefined } : {}),
  });
  let known: string | undefined;
  const hosts = remembered(async () => {
    const answer = await readHosts(own);
    known = answer.ownId;
    return answer;
  }, HOSTS_FRESH_MS);
  const doors = new Map<string, Door>();
  const doorOf = (hostId: string): Door => {
    const door = doors.get(hostId) ?? openedLater(instance, hostId, openDoor);
    doors.set(hostId, door);
    return door;
  };
  const at = async (hostId: string): Promise<EngineApi> => {
    const { ownId, others } = await hosts();
    if (hostId === ownId) return own;
    if (openDoor && others.includes(hostId)) return doorOf(hostId).api;
    throw hostUnreachable();
  };
  return {
    ...own,
    at,
    // What is read from our own host's files goes on while its engine is away.
    isOwn: async (hostId) => hostId === (known ?? (await hosts()).ownId),
    all: async () => {
      const { ownId, others } = await hosts();
      const behind = openDoor ? others.map((hostId) => ({ hostId, api: doorOf(hostId).api })) : [];
      return [{ hostId: ownId, api: own }, ...behind];
    },
    findVersion: async (hostId) => (openDoor ? doorOf(hostId).version().catch(ifUnreachable) : null),
  };
}

type Door = { api: EngineApi; version: () => Promise<string> };

const askVersion = async (api: EngineApi): Promise<string> =>
  (await api.ask({ method: "GET", path: "/version", timeoutMs: VERSION_MS }, VersionAnswer)).Version;

function openedLater(instance: string, hostId: string, openDoor: DockerOptions["openDoor"]): Door {
  const agent = doorAgent(async () => {
    if (!openDoor) throw hostUnreachable();
    return openDoor(engineDoorName(instance, hostId));
  });
  // Said whole, for the modem looks into the environment for what is left out; its types do not know the agent.
  const options = { protocol: "http" as const, host: hostId, port: 80, agent };
  const docker = new Docker(options);
  const told: typeof translate = (call, error) => {
    const meant = translate(call, error);
    return hasReason(meant, "engine_unreachable") ? hostUnreachable(meant) : meant;
  };
  const api = engineApi({ instance, docker, told });
  return { api, version: remembered(() => askVersion(api), VERSION_FRESH_MS) };
}

const hostUnreachable = (cause?: unknown): DomainError =>
  new DomainError(
    "unavailable",
    "host_unreachable",
    "The engine of that host cannot be asked from here. See the Instance page for its state.",
    { cause },
  );

function ifUnreachable(error: unknown): null {
  if (hasReason(error, "host_unreachable")) return null;
  throw error;
}

/** What each host's engine answers, in one list; one that cannot be reached adds nothing to it. */
export async function ofEveryHost<T>(swarm: SwarmApi, ask: (host: HostApi) => Promise<T[]>): Promise<T[]> {
  const answers = (await swarm.all()).map((host) => ask(host).catch(ifUnreachable));
  return (await Promise.all(answers)).flatMap((answer) => answer ?? []);
}

/** Connections that are streams of ours, and kept for the next question. */
function doorAgent(open: () => Promise<Duplex>): Agent {
  const agent = new Agent({ keepAlive: true, maxFreeSockets: IDLE_SOCKETS_MAX });
  const createConnection = (_: AgentOptions, opened: (error: Error | null, stream?: Duplex) => void) => {
    open().then(
      (stream) => opened(null, stream),
      (cause: unknown) => opened(hostUnreachable(cause)),
    );
    return undefined;
  };
  return Object.assign(agent, { createConnection });
}

/** Our own host, and the others that may answer. */
async function readHosts(own: EngineApi): Promise<{ ownId: string; others: string[] }> {
  const [{ Swarm }, nodes] = await Promise.all([
    own.ask({ method: "GET", path: "/info" }, InfoAnswer),
    own.ask({ method: "GET", path: "/nodes" }, z.array(NodeAnswer)),
  ]);
  const others = nodes.filter((node) => node.ID !== Swarm.NodeID && mayAnswer(node));
  return { ownId: Swarm.NodeID, others: others.map(({ ID }) => ID) };
}

/** Whether another host's door may be there: it is away while the host is down or drained. */
export const mayAnswer = ({ Spec, Status }: Pick<RawNode, "Spec" | "Status">): boolean =>
  Status.State === "ready" && Spec.Availability !== "drain";

/** Asks once for all who ask within that time; a failure is not remembered. */
function remembered<T>(ask: () => Promise<T>, freshMs: number): () => Promise<T> {
  let asked: { atMs: number; answer: Promise<T> } | undefined;
  return () => {
    if (asked && Date.now() - asked.atMs < freshMs) return asked.answer;
    const mine = { atMs: Date.now(), answer: ask() };
    asked = mine;
    mine.answer.catch(() => {
      if (asked === mine) asked = undefined;
    });
    return mine.answer;
  };
}
