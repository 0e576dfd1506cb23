import { z } from "zod";
import { DomainError } from "../../../core/errors";
import type { VolumeCopySpec } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { removeContainer, waitForExit, withContainer } from "./containers";
import { imageIdAt } from "./images";
import { ownerLabels } from "./labels";
import type { SwarmApi } from "./swarm-api";
import { isOurs } from "./volume-look";
import { applyVolume } from "./volumes";

/** Empties the target first, so that a copy cut short begins again; names come as arguments, never as part of the line. */
const SCRIPT = `mark=$1; shift; cd /data && rm -rf -- ./* ./.[!.]* && cp -a /from/. . && for name in "$@"; do rm -rf -- "./$name" || exit 1; done && touch -- "./$mark"`;

/** Copies by a container that has both volumes and nothing else, and is gone afterwards. */
export async function copyVolume(swarm: SwarmApi, spec: VolumeCopySpec, timeoutMs: number): Promise<void> {
  const api = await swarm.at(spec.hostId);
  if (!(await isOurs(api, spec.from)))
    throw new DomainError("not_found", "volume_missing", `The volume ${spec.from} is not on the host.`);
  const name = `${spec.to}-copy`;
  await removeContainer(api, name);
  await applyVolume(api, spec.to, spec.owner);
  await withContainer(api, { name, body: await bodyOf(swarm, spec) }, async (id) => {
    await api.send({ method: "POST", path: `/containers/${id}/start` });
    await waitForEnd(api, id, { spec, timeoutMs });
  });
}

const bodyOf = async (swarm: SwarmApi, { hostId, from, to, except, mark, image, owner }: VolumeCopySpec) => ({
  Image: await imageIdAt(swarm, hostId, image),
  Entrypoint: ["sh", "-c", SCRIPT, "copy", mark, ...except],
  User: "0:0",
  Tty: true,
  Labels: ownerLabels(swarm.instance, owner),
  HostConfig: {
    NetworkMode: "none",
    Mounts: [
      { Type: "volume", Source: from, Target: "/from", ReadOnly: true },
      { Type: "volume", Source: to, Target: "/data" },
    ],
  },
});

async function waitForEnd(
  api: EngineApi,
  id: string,
  { spec, timeoutMs }: { spec: VolumeCopySpec; timeoutMs: number },
): Promise<void> {
  const exitCode = await waitForExit(api, id, timeoutMs);
  if (exitCode === 0) return;
  const query = { stdout: true, stderr: true, tail: 3 };
  const said = String(await api.ask({ method: "GET", path: `/containers/${id}/logs`, query }, z.unknown()));
  const why = exitCode === null ? "it took too long" : said.trim().slice(0, 300) || `exit ${exitCode}`;
  throw new DomainError(
    "unavailable",
    "copy_failed",
    `The data could not be copied to ${spec.to}: ${why}. Check that the host has free disk space.`,
  );
}
