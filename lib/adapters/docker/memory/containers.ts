import { DomainError } from "../../../core/errors";
import type { DockerEngine } from "../../../ports/docker-engine";
import { assertImage, type EngineState, ownOf } from "./state";

/** The link. */
export function memoryContainers(
  world: EngineState,
  instance: string,
): Pick<DockerEngine, "applyLocalContainer" | "removeLocalContainer"> {
  return {
    applyLocalContainer: async (spec) => {
      if (ownOf(world.containers, spec.name, instance)?.spec.fingerprint === spec.fingerprint) return;
      assertImage(world, spec.image);
      if (!world.networks.has(spec.network)) {
        throw new DomainError("not_found", "engine_not_found", `network ${spec.network} not found`);
      }
      world.containers.set(spec.name, { instance, owner: { appId: null, databaseId: null }, spec });
    },
    removeLocalContainer: async (name) => {
      if (ownOf(world.containers, name, instance)) world.containers.delete(name);
    },
  };
}
