import type { DockerEngine } from "../../../ports/docker-engine";
import { lendCpus } from "./cpus";
import { listHosts, setAvailability } from "./hosts";
import { findImageId, listBuilds, spreadImage } from "./images";
import { applyLinkedService, listForeignServices, releaseLinkedService } from "./linked-services";
import { applyLocalContainer, removeLocalContainer } from "./local-container";
import { applyNetwork, networkSubnet, removeNetwork } from "./networks";
import { listResources } from "./resources";
import { VersionAnswer } from "./schemas";
import { applySecret, removeSecret } from "./secrets";
import { applyService, removeService, setStartValues } from "./services";
import { runShortly } from "./short-run";
import { type DockerOptions, swarmApi } from "./swarm-api";
import { hasOlderTasks, listTasks } from "./tasks";
import { copyVolume } from "./volume-copy";
import { writeVolumeFile } from "./volume-file";
import { hasVolume } from "./volume-look";
import { removeVolume } from "./volumes";

/** Docker Swarm by the engine's API, and by those of its other hosts what only they know. */
export function dockerodeEngine(options: DockerOptions): DockerEngine {
  const api = swarmApi(options);
  return {
    ping: async () => (await api.ask({ method: "GET", path: "/version" }, VersionAnswer)).Version,
    listHosts: () => listHosts(api),
    setAvailability: (hostId, availability) => setAvailability(api, hostId, availability),
    hasImage: async (image) => (await findImageId(api, image)) !== null,
    listBuilds: () => listBuilds(api),
    spreadImage: (image) => spreadImage(api, image),
    applyNetwork: (spec) => applyNetwork(api, spec),
    removeNetwork: (name) => removeNetwork(api, name),
    networkSubnet: (name) => networkSubnet(api, name),
    applySecret: (spec) => applySecret(api, spec),
    removeSecret: (name) => removeSecret(api, name),
    applyService: (spec) => applyService(api, spec),
    setStartValues: (name, values) => setStartValues(api, name, values),
    removeService: (name, timeoutMs) => removeService(api, name, timeoutMs),
    listTasks: (serviceName) => listTasks(api, serviceName),
    hasOlderTasks: (serviceName, revision) => hasOlderTasks(api, serviceName, revision),
    lendCpus: (loan) => lendCpus(api, loan),
    removeVolume: (hostId, name) => removeVolume(api, hostId, name),
    hasVolume: (look) => hasVolume(api, look),
    copyVolume: (spec, timeoutMs) => copyVolume(api, spec, timeoutMs),
    writeVolumeFile: (spec) => writeVolumeFile(api, spec),
    runShortly: (spec) => runShortly(api, spec),
    applyLocalContainer: (spec) => applyLocalContainer(api, spec),
    removeLocalContainer: (name, hostId = null) => removeLocalContainer(api, name, hostId),
    listForeignServices: () => listForeignServices(api),
    applyLinkedService: (spec) => applyLinkedService(api, spec),
    releaseLinkedService: (name) => releaseLinkedService(api, name),
    listResources: () => listResources(api),
  };
}
