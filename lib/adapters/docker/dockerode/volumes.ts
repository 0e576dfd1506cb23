import { DomainError } from "../../../core/errors";
import type { Owner } from "../../../ports/docker-engine";
import { retry } from "../../../time/wait";
import type { EngineApi } from "./api";
import { removeContainer } from "./containers";
import { localHostId } from "./hosts";
import { madeBy, ownerLabels } from "./labels";
import { VolumesAnswer } from "./schemas";
import { isLeaving } from "./translate";

const REMOVE_WAIT_MS = 20_000;

/** The instance's volumes on this machine. */
export async function listVolumes(api: EngineApi) {
  const { Volumes } = await api.ask(
    { method: "GET", path: "/volumes", filters: madeBy(api.instance) },
    VolumesAnswer,
  );
  return Volumes;
}

/** @throws DomainError `unavailable` for a volume of a host whose engine cannot be asked from here. */
export async function assertLocalHost(api: EngineApi, hostId: string, name: string): Promise<void> {
  if (hostId !== (await localHostId(api))) {
    throw new DomainError(
      "unavailable",
      "host_unreachable",
      `The engine of the host that holds ${name} cannot be asked from here.`,
    );
  }
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

export async function removeVolume(api: EngineApi, hostId: string, name: string): Promise<void> {
  await assertLocalHost(api, hostId, name);
  const remove = async () => {
    if (!(await listVolumes(api)).some((volume) => volume.Name === name)) return;
    await removeContainer(api, writerOf(name));
    await api.send({ method: "DELETE", path: `/volumes/${name}` });
  };
  await retry(remove, { timeoutMs: REMOVE_WAIT_MS, passes: isLeaving });
}
