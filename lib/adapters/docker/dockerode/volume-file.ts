import { Readable } from "node:stream";
import { DomainError } from "../../../core/errors";
import { MIB, MINUTE_MS } from "../../../core/units";
import type { VolumeFileSpec } from "../../../ports/docker-engine";
import type { EngineApi } from "./api";
import { removeContainer, withContainer } from "./containers";
import { imageIdAt } from "./images";
import { ownerLabels } from "./labels";
import { runShortly } from "./short-run";
import type { SwarmApi } from "./swarm-api";
import { tarAround } from "./tar";
import { noDiskSpace } from "./translate";
import { isOurs } from "./volume-look";
import { applyVolume, writerOf } from "./volumes";

/** The engine takes the next piece, and answers to the last one, within this. */
const STALL_MS = 2 * MINUTE_MS;
/** To have the largest file on a slow disk. */
const KEEP_MS = 60 * MINUTE_MS;
const FOLDER = "/data";
const OWNERS_FOLDER = 0o700;
/** With less the disk counts as full. */
const ROOM_KIB = 1_024;

/** On the disk first, then under its name, and the name on the disk as well. */
const KEEP = `cd ${FOLDER} && [ "$(wc -c < "$1")" -eq "$2" ] && sync "$1" && mv -f "$1" "$3" && sync .`;
/** Tells how many KiB were free while it was there. */
const DISCARD = `cd ${FOLDER} && df -Pk . | tail -n 1 | { read -r _ _ _ free _; echo "$free"; }; rm -f "$1"`;

/**
 * Through a container that is made and never started: the engine puts what it is sent into the volume all the same. A file that was cut
 * has another name, and the next one of its name takes its place.
 */
export async function writeVolumeFile(swarm: SwarmApi, spec: VolumeFileSpec): Promise<void> {
  const api = await swarm.at(spec.hostId);
  await removeContainer(api, writerOf(spec.volume));
  await applyVolume(api, spec.volume, spec.owner);
  if (!(await isOurs(api, spec.volume))) {
    const message = `A volume ${spec.volume} that this Berth did not make is on the engine.`;
    throw new DomainError("conflict", "name_taken", message);
  }
  const part = `${spec.fileName}.part`;
  try {
    await sendFile(swarm, spec, part);
  } catch (error) {
    throw await discard(swarm, spec, { part, error });
  }
  const kept = await run(swarm, spec, [KEEP, part, String(spec.bytes), spec.fileName]);
  if (kept.exitCode === 0) return;
  const error = new Error(kept.output.trim() || `exit ${kept.exitCode}`);
  throw await discard(swarm, spec, { part, error });
}

const run = (swarm: SwarmApi, { hostId, owner, volume, image, uid }: VolumeFileSpec, words: string[]) => {
  const [script = "", ...args] = words;
  return runShortly(swarm, {
    hostId,
    owner,
    name: writerOf(volume),
    image,
    command: ["sh", "-c", script, "write", ...args],
    user: `${uid}:${uid}`,
    volumes: [{ name: volume, path: FOLDER }],
    memoryLimitBytes: 64 * MIB,
    cpus: 1,
    timeoutMs: KEEP_MS,
  });
};

/** Takes away what came of it, and answers what to throw: the engine may hang up on a full disk before it has said so. */
async function discard(
  swarm: SwarmApi,
  spec: VolumeFileSpec,
  { part, error }: { part: string; error: unknown },
): Promise<unknown> {
  const { output } = await run(swarm, spec, [DISCARD, part]).catch((failure: unknown) => {
    if (failure instanceof DomainError) return { output: "" };
    throw failure;
  });
  const freeKib = Number.parseInt(output, 10);
  const isOfContent = error instanceof DomainError && error.code !== "unavailable";
  return freeKib < ROOM_KIB && !isOfContent ? noDiskSpace({ cause: error }) : error;
}

async function sendFile(swarm: SwarmApi, spec: VolumeFileSpec, part: string): Promise<void> {
  const { hostId, volume, image, owner } = spec;
  const api = await swarm.at(hostId);
  const body = {
    Image: await imageIdAt(swarm, hostId, image),
    Entrypoint: ["true"],
    Labels: ownerLabels(api.instance, owner),
    HostConfig: { NetworkMode: "none", Mounts: [{ Type: "volume", Source: volume, Target: FOLDER }] },
  };
  await withContainer(api, { name: writerOf(volume), body }, (id) => upload(api, id, { spec, part }));
}

async function upload(
  api: EngineApi,
  id: string,
  { spec, part }: { spec: VolumeFileSpec; part: string },
): Promise<void> {
  const stop = new AbortController();
  const watch = stallWatch(() => stop.abort(new DOMException("the engine takes nothing", "TimeoutError")));
  const file = Readable.from(archiveOf(spec, part, watch), { objectMode: false });
  file.on("error", (error) => stop.abort(error));
  try {
    const call = { method: "PUT", path: `/containers/${id}/archive`, query: { path: FOLDER }, file } as const;
    await api.upload(call, stop.signal);
  } finally {
    watch.rest();
    file.destroy();
    stop.abort();
  }
}

type Watch = { begin: () => void; rest: () => void };

function stallWatch(giveUp: () => void): Watch {
  let timer: NodeJS.Timeout | undefined;
  return {
    begin: () => {
      timer = setTimeout(giveUp, STALL_MS);
    },
    rest: () => clearTimeout(timer),
  };
}

/** Waits for the engine are watched; how long the content may take is for its maker to say. */
async function* archiveOf(spec: VolumeFileSpec, part: string, watch: Watch): AsyncGenerator<Uint8Array> {
  const { head, end } = tarAround({ ...spec, name: part, folderMode: OWNERS_FOLDER });
  let left = spec.bytes;
  yield head;
  for await (const piece of spec.content) {
    left -= piece.length;
    if (left < 0) throw sizeDiffers(spec);
    watch.begin();
    yield piece;
    watch.rest();
  }
  if (left > 0) throw sizeDiffers(spec);
  watch.begin();
  yield end;
}

const sizeDiffers = ({ fileName, bytes }: VolumeFileSpec): DomainError =>
  new DomainError("invalid", "size_differs", `${fileName} has not the ${bytes} bytes that it should have.`);
