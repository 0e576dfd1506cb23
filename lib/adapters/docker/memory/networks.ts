import { DomainError } from "../../../core/errors";
import type { DockerEngine } from "../../../ports/docker-engine";
import { assertImage, type EngineState, forgetVolume, inUse, ownOf } from "./state";

/** Networks, secrets and volumes. */
type Verbs = Pick<
  DockerEngine,
  | "applyNetwork"
  | "removeNetwork"
  | "networkSubnet"
  | "applySecret"
  | "removeSecret"
  | "removeVolume"
  | "hasVolume"
  | "copyVolume"
>;

const isNetworkUsed = ({ services, containers, foreign }: EngineState, name: string): boolean =>
  [...services.values()].some(({ spec }) => spec.networks.some((network) => network.name === name)) ||
  [...containers.values()].some(({ spec }) => spec.network === name) ||
  [...foreign.values()].some(({ link }) => link?.networkName === name);

const isSecretUsed = ({ services }: EngineState, name: string): boolean =>
  [...services.values()].some(({ spec }) => spec.secrets.some(({ secretName }) => secretName === name));

const isVolumeUsed = ({ services }: EngineState, name: string): boolean =>
  [...services.values()].some(
    ({ spec, tasks }) => tasks.length > 0 && spec.volumes.some((volume) => volume.name === name),
  );

export function memoryNetworks(world: EngineState, instance: string): Verbs {
  return {
    applyNetwork: async ({ name, owner }) => {
      if (!ownOf(world.networks, name, instance)) world.networks.set(name, { instance, owner });
    },
    removeNetwork: async (name) => {
      if (!ownOf(world.networks, name, instance)) return;
      if (isNetworkUsed(world, name)) throw inUse(name);
      world.networks.delete(name);
    },
    networkSubnet: async (name) => {
      if (ownOf(world.networks, name, instance)) return "10.192.0.0/20";
      throw new DomainError("not_found", "network_missing", `The network ${name} is not on the engine.`);
    },
    applySecret: async ({ name, owner, content }) => {
      if (!ownOf(world.secrets, name, instance)) world.secrets.set(name, { instance, owner, content });
    },
    removeSecret: async (name) => {
      if (world.secrets.get(name)?.instance !== instance) return;
      if (isSecretUsed(world, name)) throw inUse(name);
      world.secrets.delete(name);
    },
    copyVolume: async ({ hostId, from, to, owner, except, mark }) => {
      assertReachable(world, hostId, from);
      const origin = world.volumes.get(from);
      if (origin?.instance !== instance)
        throw new DomainError("not_found", "volume_missing", `The volume ${from} is not on the host.`);
      ownOf(world.volumes, to, instance);
      const files = new Set([...origin.files].filter((file) => !except.includes(file))).add(mark);
      world.volumes.set(to, { instance, owner, hostId, files });
    },
    hasVolume: async ({ hostId, name, anyOf, image }) => {
      assertReachable(world, hostId, name);
      const volume = world.volumes.get(name);
      if (volume?.instance !== instance) return false;
      assertImage(world, image);
      return anyOf.some((file) => volume.files.has(file));
    },
    removeVolume: async (hostId, name) => {
      assertReachable(world, hostId, name);
      if (world.volumes.get(name)?.instance !== instance) return;
      if (isVolumeUsed(world, name)) throw inUse(name);
      forgetVolume(world, name);
    },
  };
}

/** @throws DomainError as the real engine's adapter does. */
export function assertReachable({ hosts }: EngineState, hostId: string, name: string): void {
  if (hosts.some((host) => host.id === hostId && host.isReachable)) return;
  throw new DomainError("unavailable", "host_unreachable", `The host of ${name} cannot be asked from here.`);
}
