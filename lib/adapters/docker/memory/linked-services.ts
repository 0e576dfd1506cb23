import { DomainError } from "../../../core/errors";
import type { DockerEngine } from "../../../ports/docker-engine";
import type { EngineState } from "./state";

type Verbs = Pick<DockerEngine, "listForeignServices" | "applyLinkedService" | "releaseLinkedService">;

export function memoryLinkedServices(world: EngineState, instance: string): Verbs {
  return {
    listForeignServices: async () =>
      [...world.foreign]
        .map(([name, { image, link }]) => ({ name, image, isLinked: link?.instance === instance }))
        .sort((a, b) => a.name.localeCompare(b.name)),
    applyLinkedService: async (spec) => {
      const service = world.foreign.get(spec.name);
      if (!service) {
        throw new DomainError(
          "not_found",
          "service_not_found",
          `There is no service ${spec.name} on the engine any more.`,
        );
      }
      if (service.link && service.link.instance !== instance) {
        throw new DomainError(
          "conflict",
          "linked_elsewhere",
          `The service ${spec.name} is linked to another Berth.`,
        );
      }
      const standing = service.link?.revision ?? -1;
      if (standing > spec.revision || (standing === spec.revision && !service.isDisturbed)) return false;
      service.link = { ...spec, instance };
      service.isDisturbed = false;
      return true;
    },
    releaseLinkedService: async (name) => {
      const service = world.foreign.get(name);
      if (service?.link?.instance === instance) service.link = null;
    },
  };
}
