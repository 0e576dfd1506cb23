import { DomainError } from "../../../core/errors";
import type { DockerEngine } from "../../../ports/docker-engine";
import type { World } from "./world";

type Verbs = Pick<DockerEngine, "listForeignServices" | "applyLinkedService" | "releaseLinkedService">;

export function memoryLinkedServices(world: World, instance: string): Verbs {
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
      if ((service.link?.revision ?? -1) < spec.revision) service.link = { ...spec, instance };
    },
    releaseLinkedService: async (name) => {
      const service = world.foreign.get(name);
      if (service?.link?.instance === instance) service.link = null;
    },
  };
}
