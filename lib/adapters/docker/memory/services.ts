import { CONF_FILE, DATA_GONE_EXIT_CODE, FIRST_START, laterStart } from "../../../core/databases/node-volume";
import { DomainError } from "../../../core/errors";
import type { CpuLoan, DockerEngine, Host, ServiceSpec, Task } from "../../../ports/docker-engine";
import { assertImage, type EngineState, type MemoryService, type MemoryTask, ownOf } from "./state";

type Verbs = Pick<
  DockerEngine,
  "applyService" | "setStartValues" | "removeService" | "listTasks" | "hasOlderTasks" | "lendCpus"
>;

const reservedOn = ({ services }: EngineState, hostId: string): number =>
  [...services.values()]
    .flatMap(({ tasks }) => tasks)
    .filter((task) => task.hostId === hostId && task.state === "running")
    .reduce((total, { reservedBytes }) => total + reservedBytes, 0);

/** `beside`: the other tasks of the service, of which a host has only so many; those with fewer first. */
function findRoom(
  world: EngineState,
  spec: ServiceSpec,
  beside: readonly MemoryTask[] = [],
): Host | undefined {
  const needed = spec.memoryReservationBytes ?? 0;
  const besideOn = (id: string) => beside.filter((task) => task.hostId === id).length;
  const most = typeof spec.tasks === "object" ? spec.tasks.perHostMax : 1;
  return [...world.hosts]
    .sort((a, b) => besideOn(a.id) - besideOn(b.id))
    .find(
      ({ id, isReady, memoryBytes }) =>
        isReady &&
        (spec.hostId ?? id) === id &&
        besideOn(id) < most &&
        reservedOn(world, id) + needed <= memoryBytes,
    );
}

const countOf = (world: EngineState, { tasks }: ServiceSpec): number =>
  tasks === "every host" ? world.hosts.filter(({ isReady }) => isReady).length : (tasks?.count ?? 1);

const canRun = (world: EngineState, spec: ServiceSpec): boolean =>
  findRoom(world, spec) !== undefined && !world.failing.has(spec.name) && world.images.has(spec.image);

/** What the engine makes of one place: a container that runs, one that failed, or none for want of room. */
function newTask(world: EngineState, spec: ServiceSpec, beside: readonly MemoryTask[]): MemoryTask {
  world.taskCount += 1;
  const host = findRoom(world, spec, beside);
  const failure =
    world.failing.get(spec.name) ?? (world.images.has(spec.image) ? null : `No such image: ${spec.image}`);
  const isRunning = host !== undefined && failure === null;
  return {
    id: `task-${world.taskCount}`,
    serviceName: spec.name,
    name: `${spec.name}.1.task-${world.taskCount}`,
    revision: spec.revision,
    containerId: isRunning ? `container-${world.taskCount}` : null,
    hostId: host?.id ?? null,
    state: host ? (failure === null ? "running" : "failed") : "starting",
    error: host ? failure : "no suitable node (insufficient resources)",
    exitCode: null,
    image: spec.image,
    createdAt: new Date(),
    reservedBytes: spec.memoryReservationBytes ?? 0,
    cpus: spec.cpus,
  };
}

/** Those that run already, of the present spec, stay. */
function startTasks(world: EngineState, service: MemoryService, running: readonly MemoryTask[] = []): void {
  const { spec } = service;
  service.tasks = [...running];
  for (let left = countOf(world, spec) - running.length; left > 0; left -= 1) {
    const task = newTask(world, spec, service.tasks);
    service.tasks.push(task);
    giveVolumes(world, service, task);
  }
}

function giveVolumes(world: EngineState, service: MemoryService, task: MemoryTask): void {
  const { spec, instance } = service;
  for (const { name } of spec.volumes) {
    // On another host a volume of that name is another one.
    if (task.hostId === null || world.volumes.get(name)?.hostId === task.hostId) continue;
    world.volumes.set(name, { instance, owner: spec.owner, hostId: task.hostId, files: new Set() });
  }
  lookForData(world, service, task);
}

/** What the start script of a node does. */
function lookForData(world: EngineState, { spec }: MemoryService, task: MemoryTask): void {
  const volume = world.volumes.get(spec.volumes[0]?.name ?? "");
  const isFirst = spec.startValues[FIRST_START];
  if (isFirst === undefined || !volume || task.state !== "running") return;
  if (isFirst === "yes" || volume.files.size > 0) volume.files.add(CONF_FILE);
  else {
    const ended = { state: "failed", exitCode: DATA_GONE_EXIT_CODE, containerId: null } as const;
    Object.assign(task, ended, { error: `task: non-zero exit (${DATA_GONE_EXIT_CODE})` });
  }
}

export function restartTasks(world: EngineState, serviceName: string): void {
  const service = world.services.get(serviceName);
  if (service) startTasks(world, service);
}

function assertParts(world: EngineState, spec: ServiceSpec): void {
  if (spec.isImageLocal) assertImage(world, spec.image);
  const secret = spec.secrets.find(({ secretName }) => !world.secrets.has(secretName));
  if (secret) {
    throw new DomainError(
      "not_found",
      "secret_missing",
      `The secret ${secret.secretName} is not on the engine.`,
    );
  }
  const network = spec.networks.find(({ name }) => !world.networks.has(name));
  if (network) throw new DomainError("not_found", "engine_not_found", `network ${network.name} not found`);
}

const withoutValues = ({ startValues, ...spec }: ServiceSpec): string =>
  JSON.stringify({ ...spec, startValues: Object.keys(startValues) });

function isSettled(standing: ServiceSpec, spec: ServiceSpec): boolean {
  if (standing.revision !== spec.revision) return standing.revision > spec.revision;
  return spec.volumes.length > 0 || withoutValues(standing) === withoutValues(spec);
}

const shownTask = ({ reservedBytes: _, cpus: __, ...task }: MemoryTask): Task => task;

function lendCpus(world: EngineState, instance: string, { hostId, serviceName, extraCpus }: CpuLoan): void {
  const host = world.hosts.find(({ id }) => id === hostId);
  if (!host?.isReachable)
    throw new DomainError("unavailable", "host_unreachable", `The host of ${serviceName} cannot be asked.`);
  const service = ownOf(world.services, serviceName, instance);
  for (const task of service?.tasks ?? [])
    if (service?.spec.cpus && task.state === "running")
      task.cpus = Math.min(service.spec.cpus + extraCpus, host.cpus);
}

export function memoryServices(world: EngineState, instance: string): Verbs {
  return {
    applyService: async (spec) => {
      const standing = ownOf(world.services, spec.name, instance);
      if (standing && isSettled(standing.spec, spec)) return;
      assertParts(world, spec);
      const startValues = standing
        ? laterStart(spec.startValues, standing.spec.startValues[FIRST_START])
        : spec.startValues;
      const service = { instance, owner: spec.owner, spec: { ...spec, startValues }, tasks: [] };
      world.services.set(spec.name, service);
      startTasks(world, service);
    },
    setStartValues: async (name, values) => {
      const service = ownOf(world.services, name, instance);
      if (!service) return;
      service.spec = { ...service.spec, startValues: { ...service.spec.startValues, ...values } };
    },
    removeService: async (name) => {
      if (ownOf(world.services, name, instance)) world.services.delete(name);
    },
    lendCpus: async (loan) => lendCpus(world, instance, loan),
    hasOlderTasks: async (serviceName, revision) =>
      ownOf(world.services, serviceName, instance)?.tasks.some((task) => task.revision < revision) ?? false,
    listTasks: async (serviceName) => {
      const service = world.services.get(serviceName);
      if (service && service.instance !== instance) return [];
      if (service) {
        // Swarm tries again by itself, and starts what waited for room when there is some.
        const running = service.tasks.filter(({ state }) => state === "running");
        if (running.length < service.tasks.length && canRun(world, service.spec))
          startTasks(world, service, running);
        return service.tasks.map(shownTask);
      }
      const foreign = world.foreign.get(serviceName);
      if (foreign?.link?.instance !== instance) return [];
      const task: Task = {
        id: `task-${serviceName}`,
        serviceName,
        name: `${serviceName}.1.task-${serviceName}`,
        revision: foreign.link.revision,
        containerId: `container-${serviceName}`,
        hostId: world.hosts[0]?.id ?? null,
        state: "running",
        error: null,
        exitCode: null,
        image: foreign.image,
        createdAt: new Date(),
      };
      return [task];
    },
  };
}
