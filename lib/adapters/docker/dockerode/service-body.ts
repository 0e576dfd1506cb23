import { createHash } from "node:crypto";
import { DomainError } from "../../../core/errors";
import type { ServiceSpec } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { imageId, imageIdAt } from "./images";
import { LABEL, ownerLabels, plainValue, startLabels, startVariable } from "./labels";
import { InfoAnswer, type RawServiceSpec } from "./schemas";
import { listSecrets } from "./secrets";
import type { SwarmApi } from "./swarm-api";

const NANOSECONDS = 1e6;
const RESTART_DELAY_MS = 1_000;
const WATCH_MS = 5_000;
/** Where every engine on Linux listens, unless it was told otherwise. */
const SOCKET = "/var/run/docker.sock";
const LOG_OPTIONS = { "max-size": "10m", "max-file": "3" };

/**
 * Tells two specs apart, but for their start values. Written into a label: a hash, because the spec holds the environment of an app. What
 * stands keeps its hash: a spec without start values has the one from before there were any, and each counts the one task that it is.
 */
export function specHash({ startValues, ...spec }: ServiceSpec): string {
  const names = Object.keys(startValues);
  const told: [string, unknown][] = Object.entries(spec).flatMap(([key, value]) =>
    key === "hostId"
      ? [
          [key, value],
          ["replicas", 1],
        ]
      : [[key, value]],
  );
  if (names.length > 0) told.push(["startValues", names]);
  return createHash("sha256")
    .update(JSON.stringify(Object.fromEntries(told)))
    .digest("hex")
    .slice(0, 32);
}

async function secretReferences(api: EngineApi, spec: ServiceSpec) {
  if (spec.secrets.length === 0) return [];
  const names = spec.secrets.map(({ secretName }) => secretName);
  const known = new Map((await listSecrets(api, names)).map(({ ID, Spec }) => [Spec.Name, ID]));
  return spec.secrets.map(({ secretName, fileName, uid, mode }) => {
    const id = known.get(secretName);
    if (id === undefined) {
      throw new DomainError("not_found", "secret_missing", `The secret ${secretName} is not on the engine.`);
    }
    const file = { Name: fileName, UID: String(uid), GID: String(uid), Mode: mode };
    return { SecretID: id, SecretName: secretName, File: file };
  });
}

function resources({ memoryLimitBytes, memoryReservationBytes, cpus }: ServiceSpec) {
  return {
    Limits: {
      ...(memoryLimitBytes !== null && { MemoryBytes: memoryLimitBytes }),
      ...(cpus !== null && { NanoCPUs: Math.round(cpus * 1e9) }),
    },
    Reservations: { ...(memoryReservationBytes !== null && { MemoryBytes: memoryReservationBytes }) },
  };
}

/**
 * A limit to what a container's log takes on the disk; drivers that keep it elsewhere have limits of their own. No part of the spec's
 * hash: a running service gets it with its next change, and is not started anew for it.
 */
async function logDriver(api: EngineApi) {
  const { LoggingDriver } = await api.ask({ method: "GET", path: "/info" }, InfoAnswer);
  const isOnDisk = LoggingDriver === "json-file" || LoggingDriver === "local";
  return isOnDisk ? { LogDriver: { Name: LoggingDriver, Options: LOG_OPTIONS } } : {};
}

/** By its id the engine looks for the image on the machine only; by a name it asks a registry first. */
function imageOf(api: SwarmApi, { image, isImageLocal, hostId, engineSocket }: ServiceSpec) {
  if (!isImageLocal) return image;
  // Before a host's door is open nothing can be brought there.
  return hostId === null || engineSocket ? imageId(api, image) : imageIdAt(api, hostId, image);
}

/** For who is to use the engine itself: its socket is root's on every host, and needs none of root's other rights. */
const withSocket = ({ engineSocket }: ServiceSpec) =>
  engineSocket === undefined ? {} : { ReadOnly: true, CapabilityDrop: ["ALL"] };

const mountsOf = (api: EngineApi, { owner, volumes, engineSocket }: ServiceSpec) => [
  ...volumes.map(({ name, path }) => ({
    Type: "volume",
    Source: name,
    Target: path,
    VolumeOptions: { Labels: ownerLabels(api.instance, owner) },
  })),
  ...(engineSocket === undefined ? [] : [{ Type: "bind", Source: SOCKET, Target: engineSocket }]),
];

async function containerSpec(api: SwarmApi, spec: ServiceSpec, labels: Record<string, string>) {
  const ulimit = { Name: "nofile", Soft: spec.openFilesMax, Hard: spec.openFilesMax };
  return {
    Image: await imageOf(api, spec),
    Labels: labels,
    ...(spec.command.length > 0 && { Command: spec.command }),
    ...(spec.args.length > 0 && { Args: spec.args }),
    ...(spec.user !== null && { User: spec.user }),
    ...(spec.openFilesMax !== null && { Ulimits: [ulimit] }),
    Env: [
      ...Object.entries(spec.environment).map(([name, value]) => `${name}=${plainValue(value)}`),
      ...Object.keys(spec.startValues).map(startVariable),
    ],
    Secrets: await secretReferences(api, spec),
    Mounts: mountsOf(api, spec),
    ...withSocket(spec),
    ...(spec.nameOptions && { DNSConfig: { Options: spec.nameOptions } }),
    ...(spec.stopSignal && { StopSignal: spec.stopSignal }),
    StopGracePeriod: spec.stopGraceMs * NANOSECONDS,
  };
}

/**
 * An app whose new container ends within a moment, or fails its health check, goes back to what ran before. A node or a gateway never
 * does: what it was told last is what has to run.
 */
function updates({ role, updateOrder, tasks }: ServiceSpec) {
  // Those of a service that has several go together: whoever is dropped by one finds no other that is about to go.
  const together = typeof tasks === "object" ? tasks.count : 1;
  const order = { Parallelism: together, Order: updateOrder };
  if (role !== "app") return { UpdateConfig: { ...order, FailureAction: "continue" } };
  const watched = { ...order, Monitor: WATCH_MS * NANOSECONDS };
  return {
    UpdateConfig: { ...watched, FailureAction: "rollback" },
    RollbackConfig: { ...watched, FailureAction: "continue" },
  };
}

const placement = ({ hostId, tasks }: ServiceSpec) => ({
  Constraints: hostId === null ? [] : [`node.id==${hostId}`],
  ...(typeof tasks === "object" && { MaxReplicas: tasks.perHostMax }),
});

/** How many tasks, in the engine's form. */
const modeOf = ({ tasks }: ServiceSpec): { Global: object } | { Replicated: { Replicas: number } } =>
  tasks === "every host" ? { Global: {} } : { Replicated: { Replicas: tasks?.count ?? 1 } };

/** Whether a service stands in the mode that the spec wants, and with as many tasks; the engine changes no mode. */
export function sameMode({ Mode }: RawServiceSpec, spec: ServiceSpec): "same" | "other count" | "other mode" {
  const wanted = modeOf(spec);
  if ("Global" in wanted) return Mode.Global ? "same" : "other mode";
  if (!Mode.Replicated) return "other mode";
  return Mode.Replicated.Replicas === wanted.Replicated.Replicas ? "same" : "other count";
}

/** The engine's form of a spec. @throws DomainError `image_missing` or `secret_missing`. */
export async function serviceBody(api: SwarmApi, spec: ServiceSpec) {
  const labels = {
    ...ownerLabels(api.instance, spec.owner),
    [LABEL.role]: spec.role,
    [LABEL.revision]: String(spec.revision),
    [LABEL.image]: spec.image,
  };
  return {
    Name: spec.name,
    Labels: {
      ...labels,
      ...startLabels(spec.startValues),
      [LABEL.spec]: specHash(spec),
    },
    TaskTemplate: {
      ContainerSpec: await containerSpec(api, spec, labels),
      Resources: resources(spec),
      ...(await logDriver(api)),
      RestartPolicy: { Condition: "any", Delay: (spec.restartDelayMs ?? RESTART_DELAY_MS) * NANOSECONDS },
      Placement: placement(spec),
      Networks: spec.networks.map(({ name, aliases }) => ({ Target: name, Aliases: aliases })),
      ForceUpdate: spec.revision,
    },
    Mode: modeOf(spec),
    ...updates(spec),
    EndpointSpec: {
      // A virtual IP needs IPVS in the kernel, which not every machine has.
      Mode: "dnsrr",
      Ports: spec.ports.map(({ published, target }) => ({
        Protocol: "tcp",
        PublishedPort: published,
        TargetPort: target,
        PublishMode: "host",
      })),
    },
  };
}
