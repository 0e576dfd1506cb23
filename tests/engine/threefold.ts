import type { DockerEngine, Host } from "../../lib/ports/docker-engine";

/** The host that each service was meant for, and its volume of the same name. */
const wanted = new Map<string, string>();

/** The one host of this machine, as if it were three, or so many. */
export async function threefold(engine: DockerEngine, count = 3): Promise<DockerEngine> {
  const [host] = (await engine.listHosts()) as [Host];
  const other = (number: number) => ({ ...host, id: `host-${number}`, name: `host-${number}`, isOwn: false });
  return {
    ...engine,
    listHosts: async () => [host, ...Array.from({ length: count - 1 }, (_, index) => other(index + 2))],
    applyService: (spec) => {
      if (spec.hostId) wanted.set(spec.name, spec.hostId);
      const { tasks } = spec;
      const many = typeof tasks === "object" && { tasks: { ...tasks, perHostMax: 2 * tasks.count } };
      return engine.applyService({ ...spec, ...many, hostId: spec.hostId && host.id });
    },
    listResources: async () =>
      (await engine.listResources()).map((resource) =>
        resource.type === "volume"
          ? { ...resource, hostId: wanted.get(resource.name) ?? resource.hostId }
          : resource,
      ),
    hasVolume: (look) => engine.hasVolume({ ...look, hostId: host.id }),
    removeVolume: (_hostId, name) => engine.removeVolume(host.id, name),
    writeVolumeFile: (spec) => engine.writeVolumeFile({ ...spec, hostId: host.id }),
    runShortly: (spec) => engine.runShortly({ ...spec, hostId: host.id }),
    removeLocalContainer: (name, hostId) => engine.removeLocalContainer(name, hostId && host.id),
    lendCpus: (loan) => engine.lendCpus({ ...loan, hostId: host.id }),
  };
}
