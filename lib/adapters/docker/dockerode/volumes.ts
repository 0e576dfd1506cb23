import type { Owner } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { removeContainer } from "./containers";
import { removeForgotten } from "./forgotten-containers";
import { madeBy, ownerLabels } from "./labels";
import { onceLeft } from "./leaving";
import { VolumesAnswer } from "./schemas";
import type { SwarmApi } from "./swarm-api";

/** The instance's volumes on one host. */
export async function listVolumes(api: EngineApi) {
  const { Volumes } = await api.ask(
    { method: "GET", path: "/volumes", filters: madeBy(api.instance) },
    VolumesAnswer,
  );
  return Volumes;
}

/** Makes the volume where it is not there. */
export const applyVolume = (api: EngineApi, name: string, owner: Owner): Promise<void> =>
  api.send({
    method: "POST",
    path: "/volumes/create",
    body: { Name: name, Labels: ownerLabels(api.instance, owner) },
  });

/** The container that writes into a volume; one that a process left as it died would keep the volume from being removed. */
export const writerOf = (volume: string): string => `${volume}-write`;

export async function removeVolume(swarm: SwarmApi, hostId: string, name: string): Promise<void> {
  const api = await swarm.at(hostId);
  const remove = async () => {
    if (!(await listVolumes(api)).some((volume) => volume.Name === name)) return;
    await removeContainer(api, writerOf(name));
    await removeForgotten(swarm, api, { ...madeBy(api.instance), volume: [name] });
    await api.send({ method: "DELETE", path: `/volumes/${name}` });
  };
  await onceLeft(remove);
}
