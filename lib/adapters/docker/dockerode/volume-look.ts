import { z } from "zod";
import { DomainError, hasReason } from "../../../core/errors";
import { MINUTE_MS } from "../../../core/units";
import type { VolumeLook } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { removeContainer, withContainer } from "./containers";
import { imageIdAt } from "./images";
import { LABEL, madeBy, ownerLabels } from "./labels";
import { VolumeAnswer } from "./schemas";
import type { SwarmApi } from "./swarm-api";

const ROLE = "look";
const Looks = z.array(z.object({ Id: z.string(), Created: z.number() }));

/** True when the volume is there and no other instance's: one that a person brought back under our name bears no label. */
export async function isOurs(api: EngineApi, name: string): Promise<boolean> {
  try {
    const { Labels } = await api.ask(
      { method: "GET", path: `/volumes/${encodeURIComponent(name)}` },
      VolumeAnswer,
    );
    return (Labels[LABEL.instance] ?? api.instance) === api.instance;
  } catch (error) {
    if (hasReason(error, "engine_not_found")) return false;
    throw error;
  }
}

/** Looks through a container that is made and never started: the engine shows the files of its volume all the same. */
export async function hasVolume(swarm: SwarmApi, look: VolumeLook): Promise<boolean> {
  const api = await swarm.at(look.hostId);
  await removeOldLooks(api);
  if (!(await isOurs(api, look.name))) return false;
  return withContainer(api, { body: await bodyOf(swarm, look) }, async (id) => {
    for (const file of look.anyOf) if (await hasFile(api, id, file)) return true;
    return false;
  });
}

const bodyOf = async (swarm: SwarmApi, { hostId, name, image }: VolumeLook) => {
  const labels = ownerLabels(swarm.instance, { appId: null, databaseId: null });
  // Should the volume go in this very moment, the engine makes an empty one: it is labelled as ours, and holds nothing of the image.
  const VolumeOptions = { NoCopy: true, Labels: labels };
  return {
    Image: await imageIdAt(swarm, hostId, image),
    Entrypoint: ["true"],
    Labels: { ...labels, [LABEL.role]: ROLE },
    HostConfig: {
      NetworkMode: "none",
      Mounts: [{ Type: "volume", Source: name, Target: "/look", ReadOnly: true, VolumeOptions }],
    },
  };
};

async function hasFile(api: EngineApi, id: string, file: string): Promise<boolean> {
  try {
    await api.send({ method: "HEAD", path: `/containers/${id}/archive`, query: { path: `/look/${file}` } });
    return true;
  } catch (error) {
    if (!hasReason(error, "engine_not_found")) throw error;
    await assertStanding(api, id);
    return false;
  }
}

/** "Not found" may also be the container: somebody who cleans the engine took it away. */
async function assertStanding(api: EngineApi, id: string): Promise<void> {
  try {
    await api.ask({ method: "GET", path: `/containers/${id}/json` }, z.unknown());
  } catch (error) {
    if (!hasReason(error, "engine_not_found")) throw error;
    const message = "A container of Berth was removed while it looked into a volume. Try again.";
    throw new DomainError("unavailable", "look_cut", message, { cause: error });
  }
}

/** Those that a process left as it died: each would keep its volume from being removed. */
async function removeOldLooks(api: EngineApi): Promise<void> {
  const label = [...madeBy(api.instance).label, `${LABEL.role}=${ROLE}`];
  const filters = { label, status: ["created"] };
  const looks = await api.ask(
    { method: "GET", path: "/containers/json", query: { all: true }, filters },
    Looks,
  );
  const isOld = ({ Created: seconds }: { Created: number }) => Date.now() - seconds * 1_000 > MINUTE_MS;
  for (const { Id } of looks.filter(isOld)) await removeContainer(api, Id);
}
