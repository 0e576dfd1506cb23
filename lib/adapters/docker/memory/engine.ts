import type { Build } from "../../../core/engines/builds";
import { DomainError } from "../../../core/errors";
import type { DockerEngine, Host, Owner, Resource, Task } from "../../../ports/docker-engine";
import { memoryContainers } from "./containers";
import { memoryLinkedServices } from "./linked-services";
import { memoryNetworks } from "./networks";
import { memoryRuns } from "./runs";
import { memoryServices, restartTasks } from "./services";
import { type AnswerRun, assertImage, type EngineState, emptyEngine, forgetVolume } from "./state";

type Method = keyof DockerEngine;

/** What a test can do to the engine, and see of it. */
type MemoryHandles = {
  /** The next call of that method throws the error, before or after it has done its work. */
  failNext(method: Method, error: Error, when?: "before" | "after"): void;
  /** While unreachable every call throws `engine_unreachable`. */
  setReachable(isReachable: boolean): void;
  /** New tasks of the service fail with these words; null lets them run again. */
  failTasks(serviceName: string, error: string | null): void;
  /** Somebody removes a volume, from under its service too: the containers of that one end, and new ones start. */
  loseVolume(name: string): void;
  /** The service stands, and has no container until it is started; none on one host where that is given. */
  stopTasks(serviceName: string, hostId?: string): void;
  startTasks(serviceName: string): void;
  /** How short runs end from now on. */
  answerRuns(answer: AnswerRun): void;
  /** Content of a file that was written into a volume; null when there is none. */
  fileOf(volume: string, fileName: string): Uint8Array | null;
  addHost(host: Partial<Host> & { id: string }): void;
  addImage(image: string): void;
  addBuild(build: Build): void;
  /** A service that somebody else made. */
  addForeignService(service: { name: string; image: string; environment?: Record<string, string> }): void;
  environmentOf(serviceName: string): Readonly<Record<string, string>>;
  startValuesOf(serviceName: string): Readonly<Record<string, string>>;
  /** Cores that the running container of the service has now; null without one, or without a limit. */
  cpusOf(serviceName: string): number | null;
  /** Names of all methods called so far, in order. */
  calls(): readonly Method[];
};
export type MemoryDockerEngine = DockerEngine & MemoryHandles;

const unreachable = () =>
  new DomainError(
    "unavailable",
    "engine_unreachable",
    "The Docker engine cannot be reached: ECONNREFUSED; is it running?",
  );

/** Puts what tests ask for in front of every method. */
function guarded(engine: DockerEngine) {
  const failures = new Map<Method, { error: Error; when: "before" | "after" }>();
  const calls: Method[] = [];
  let isReachable = true;
  const guard =
    <A extends unknown[], R>(method: Method, act: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      calls.push(method);
      if (!isReachable) throw unreachable();
      const failure = failures.get(method);
      failures.delete(method);
      if (failure?.when === "before") throw failure.error;
      const result = await act(...args);
      if (failure) throw failure.error;
      return result;
    };
  const methods: DockerEngine = {
    ping: guard("ping", engine.ping),
    listHosts: guard("listHosts", engine.listHosts),
    setAvailability: guard("setAvailability", engine.setAvailability),
    hasImage: guard("hasImage", engine.hasImage),
    listBuilds: guard("listBuilds", engine.listBuilds),
    spreadImage: guard("spreadImage", engine.spreadImage),
    applyNetwork: guard("applyNetwork", engine.applyNetwork),
    removeNetwork: guard("removeNetwork", engine.removeNetwork),
    networkSubnet: guard("networkSubnet", engine.networkSubnet),
    applySecret: guard("applySecret", engine.applySecret),
    removeSecret: guard("removeSecret", engine.removeSecret),
    applyService: guard("applyService", engine.applyService),
    setStartValues: guard("setStartValues", engine.setStartValues),
    hasOlderTasks: guard("hasOlderTasks", engine.hasOlderTasks),
    removeService: guard("removeService", engine.removeService),
    listTasks: guard("listTasks", engine.listTasks),
    lendCpus: guard("lendCpus", engine.lendCpus),
    removeVolume: guard("removeVolume", engine.removeVolume),
    hasVolume: guard("hasVolume", engine.hasVolume),
    copyVolume: guard("copyVolume", engine.copyVolume),
    writeVolumeFile: guard("writeVolumeFile", engine.writeVolumeFile),
    runShortly: guard("runShortly", engine.runShortly),
    applyLocalContainer: guard("applyLocalContainer", engine.applyLocalContainer),
    removeLocalContainer: guard("removeLocalContainer", engine.removeLocalContainer),
    listForeignServices: guard("listForeignServices", engine.listForeignServices),
    applyLinkedService: guard("applyLinkedService", engine.applyLinkedService),
    releaseLinkedService: guard("releaseLinkedService", engine.releaseLinkedService),
    listResources: guard("listResources", engine.listResources),
  };
  return {
    ...methods,
    failNext: (method: Method, error: Error, when: "before" | "after" = "before") => {
      failures.set(method, { error, when });
    },
    setReachable: (value: boolean) => {
      isReachable = value;
    },
    calls: () => calls,
  };
}

function listResources(world: EngineState, instance: string): Resource[] {
  const of = (
    type: Resource["type"],
    things: Map<string, { instance: string; owner: Owner; hostId?: string }>,
  ) =>
    [...things]
      .filter(([, thing]) => thing.instance === instance)
      .map(([name, { owner, hostId }]): Resource => ({ type, name, hostId: hostId ?? null, owner }));
  return [
    ...of("service", world.services),
    ...of("container", world.containers),
    ...of("network", world.networks),
    ...of("secret", world.secrets),
    ...of("volume", world.volumes),
  ];
}

/** An engine in memory. Two instances on one engine: give both the same `world`. */
export function memoryDockerEngine({
  instance,
  world = emptyEngine(),
}: {
  instance: string;
  world?: EngineState;
}): MemoryDockerEngine {
  const engine = guarded({
    ping: async () => "memory",
    listHosts: async () =>
      world.hosts.map((host) => ({
        ...host,
        reservedByOthersBytes: reservedByOthers(world, instance, host.id),
      })),
    setAvailability: async (hostId, availability) => {
      const host = world.hosts.find(({ id }) => id === hostId);
      if (!host) throw new DomainError("not_found", "host", "The host has left the Swarm.");
      host.state = AVAILABLE[availability];
      host.isReady = host.state === "ready";
    },
    hasImage: async (image) => world.images.has(image),
    listBuilds: async () => [...world.builds],
    spreadImage: async (image) => assertImage(world, image),
    ...memoryNetworks(world, instance),
    ...memoryServices(world, instance),
    ...memoryRuns(world, instance),
    ...memoryContainers(world, instance),
    ...memoryLinkedServices(world, instance),
    listResources: async () => listResources(world, instance),
  });
  return {
    ...engine,
    failTasks: (serviceName, error) => {
      if (error === null) world.failing.delete(serviceName);
      else world.failing.set(serviceName, error);
    },
    loseVolume: (name) => {
      forgetVolume(world, name);
      restartTasks(world, name);
    },
    stopTasks: (serviceName, hostId) => {
      const service = world.services.get(serviceName);
      const stays = (task: Task) => hostId !== undefined && task.hostId !== hostId;
      if (service) service.tasks = service.tasks.filter(stays);
    },
    startTasks: (serviceName) => restartTasks(world, serviceName),
    answerRuns: (answer) => {
      world.answerRun = answer;
    },
    fileOf: (volume, fileName) => world.contents.get(`${volume}/${fileName}`) ?? null,
    addHost: (host) => world.hosts.push({ ...DEFAULT_HOST, name: host.id, ...host }),
    addImage: (image) => world.images.add(image),
    addBuild: (build) => {
      world.images.add(build.image);
      world.builds.push(build);
    },
    addForeignService: ({ name, image, environment = {} }) => {
      world.foreign.set(name, { image, own: environment, link: null });
    },
    cpusOf: (serviceName) =>
      world.services.get(serviceName)?.tasks.find(({ state }) => state === "running")?.cpus ?? null,
    environmentOf: (serviceName) => {
      const foreign = world.foreign.get(serviceName);
      if (foreign) return { ...foreign.own, ...foreign.link?.environment };
      return world.services.get(serviceName)?.spec.environment ?? {};
    },
    startValuesOf: (serviceName) => world.services.get(serviceName)?.spec.startValues ?? {},
  };
}

const reservedByOthers = (world: EngineState, instance: string, hostId: string): number =>
  [...world.services.values()]
    .filter((service) => service.instance !== instance)
    .flatMap(({ tasks }) => tasks)
    .filter((task) => task.hostId === hostId)
    .reduce((total, task) => total + task.reservedBytes, 0);

const AVAILABLE = { active: "ready", pause: "paused", drain: "drained" } as const;

const DEFAULT_HOST = emptyHost();

function emptyHost(): Omit<Host, "id" | "name"> {
  const memoryBytes = 8 * 1024 ** 3;
  const state = { state: "ready", isReady: true, isOwn: false, isReachable: true } as const;
  return { cpus: 2, memoryBytes, reservedByOthersBytes: 0, engineVersion: "memory", ...state };
}
