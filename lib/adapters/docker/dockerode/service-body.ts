import { createHash } from "node:crypto";
import { DomainError } from "../../../core/errors";
import type { ServiceSpec } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { imageId } from "./images";
import { LABEL, ownerLabels } from "./labels";
import { listSecrets } from "./secrets";

const NANOSECONDS = 1e6;
const RESTART_DELAY_MS = 1_000;

/** The engine fills it in anew for each container, from the service's label as it is then. */
const FIRST_START = `BERTH_FIRST_START={{index .Service.Labels "${LABEL.firstStart}"}}`;

/** Tells two specs apart. Written into a label: a hash, because the spec holds the app's environment. */
export const specHash = (spec: ServiceSpec): string =>
  createHash("sha256").update(JSON.stringify(spec)).digest("hex").slice(0, 32);

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

async function containerSpec(api: EngineApi, spec: ServiceSpec, labels: Record<string, string>) {
  const ulimit = { Name: "nofile", Soft: spec.openFilesMax, Hard: spec.openFilesMax };
  return {
    // By its id the engine looks for the image on the machine only; by a name it asks a registry first.
    Image: spec.isImageLocal ? await imageId(api, spec.image) : spec.image,
    Labels: labels,
    ...(spec.command.length > 0 && { Command: spec.command }),
    ...(spec.args.length > 0 && { Args: spec.args }),
    ...(spec.user !== null && { User: spec.user }),
    ...(spec.openFilesMax !== null && { Ulimits: [ulimit] }),
    Env: [
      ...Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
      ...(spec.isFirstStart === undefined ? [] : [FIRST_START]),
    ],
    Secrets: await secretReferences(api, spec),
    Mounts: spec.volumes.map(({ name, path }) => ({
      Type: "volume",
      Source: name,
      Target: path,
      VolumeOptions: { Labels: ownerLabels(api.instance, spec.owner) },
    })),
    StopGracePeriod: spec.stopGraceMs * NANOSECONDS,
  };
}

export const firstStartLabel = (isFirstStart: boolean | undefined) =>
  isFirstStart === undefined ? {} : { [LABEL.firstStart]: isFirstStart ? "yes" : "no" };

/** The engine's form of a spec. @throws DomainError `image_missing` or `secret_missing`. */
export async function serviceBody(api: EngineApi, spec: ServiceSpec) {
  const labels = {
    ...ownerLabels(api.instance, spec.owner),
    [LABEL.role]: spec.role,
    [LABEL.revision]: String(spec.revision),
    [LABEL.image]: spec.image,
  };
  return {
    Name: spec.name,
    Labels: { ...labels, ...firstStartLabel(spec.isFirstStart), [LABEL.spec]: specHash(spec) },
    TaskTemplate: {
      ContainerSpec: await containerSpec(api, spec, labels),
      Resources: resources(spec),
      RestartPolicy: { Condition: "any", Delay: RESTART_DELAY_MS * NANOSECONDS },
      Placement: { Constraints: spec.hostId === null ? [] : [`node.id==${spec.hostId}`] },
      Networks: spec.networks.map(({ name, aliases }) => ({ Target: name, Aliases: aliases })),
      ForceUpdate: spec.revision,
    },
    Mode: { Replicated: { Replicas: spec.replicas } },
    UpdateConfig: { Parallelism: 1, FailureAction: "continue", Order: spec.updateOrder },
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
