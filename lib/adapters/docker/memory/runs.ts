import { setTimeout as delay } from "node:timers/promises";
import { DomainError } from "../../../core/errors";
import type { DockerEngine, ShortRunSpec, VolumeFileSpec } from "../../../ports/docker-engine";
import { assertReachable } from "./networks";
import { assertImage, type EngineState, ownOf } from "./state";

/** Files of volumes, and containers that do one thing. */
export function memoryRuns(
  world: EngineState,
  instance: string,
): Pick<DockerEngine, "writeVolumeFile" | "runShortly"> {
  return {
    writeVolumeFile: async (spec) => {
      const { hostId, volume: name, owner, fileName } = spec;
      assertReachable(world, hostId, name);
      assertImage(world, spec.image);
      const volume = ownOf(world.volumes, name, instance) ?? { instance, owner, hostId, files: new Set() };
      world.volumes.set(name, volume);
      const content = await readAll(spec);
      world.contents.set(`${name}/${fileName}`, content);
      volume.files.add(fileName);
    },
    runShortly: async (spec) => {
      assertReachable(world, spec.hostId, spec.name);
      assertImage(world, spec.image);
      const ended = Promise.resolve(world.answerRun(spec, filesOf(world, spec.volumes)));
      return Promise.race([ended, timedOut(spec)]);
    },
  };
}

async function timedOut({ name, timeoutMs }: ShortRunSpec): Promise<never> {
  await delay(timeoutMs, undefined, { ref: false });
  throw new DomainError("unavailable", "run_timed_out", `${name} did not end within ${timeoutMs / 1_000} s.`);
}

async function readAll({ content, bytes, fileName }: VolumeFileSpec): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  const all = Buffer.concat(pieces);
  if (all.length === bytes) return all;
  throw new DomainError(
    "invalid",
    "size_differs",
    `${fileName} has not the ${bytes} bytes that it should have.`,
  );
}

const filesOf = (
  { contents }: EngineState,
  volumes: readonly { name: string; path: string }[],
): Map<string, Uint8Array> =>
  new Map(
    volumes.flatMap(({ name, path }) =>
      [...contents].flatMap(([file, content]): [string, Uint8Array][] =>
        file.startsWith(`${name}/`) ? [[`${path}${file.slice(name.length)}`, content]] : [],
      ),
    ),
  );
