import { DEMO_IMAGE, HAPROXY_IMAGE } from "../../../core/databases/images";
import type { Build } from "../../../core/engines/builds";
import { DEFAULT_CATALOG } from "../../../core/engines/catalog/default";
import { imagesOf } from "../../../core/engines/versions";
import { DomainError } from "../../../core/errors";
import type {
  Host,
  LinkedServiceSpec,
  LocalContainerSpec,
  Owner,
  ServiceSpec,
  ShortRunEnd,
  ShortRunSpec,
  Task,
} from "../../../ports/docker-engine";

type Made = { instance: string; owner: Owner };

/** What a short run ends with; `files` are those written into its volumes, by `<path>/<name>`. */
export type AnswerRun = (
  spec: ShortRunSpec,
  files: ReadonlyMap<string, Uint8Array>,
) => ShortRunEnd | Promise<ShortRunEnd>;

export type MemoryTask = Task & { reservedBytes: number; cpus: number | null };
export type MemoryService = Made & { spec: ServiceSpec; tasks: MemoryTask[] };
type ForeignMemoryService = {
  image: string;
  own: Record<string, string>;
  link: (LinkedServiceSpec & { instance: string }) | null;
  /** True when its owner changed a variable that Berth had set. */
  isDisturbed?: boolean;
};

/** Everything on one engine, whoever made it; names are unique within a kind, as on a real one. */
export type EngineState = {
  hosts: Host[];
  images: Set<string>;
  builds: Build[];
  networks: Map<string, Made>;
  secrets: Map<string, Made & { content: string }>;
  volumes: Map<string, Made & { hostId: string; files: Set<string> }>;
  services: Map<string, MemoryService>;
  containers: Map<string, Made & { spec: LocalContainerSpec }>;
  foreign: Map<string, ForeignMemoryService>;
  /** Services whose tasks fail, with the engine's words. */
  failing: Map<string, string>;
  /** Of files that were written into volumes, by `<volume>/<name>`. */
  contents: Map<string, Uint8Array>;
  /** Nobody runs commands in memory: a test says how they end. */
  answerRun: AnswerRun;
  /** How many tasks were ever made; numbers them. */
  taskCount: number;
};

/** One host of 8 GiB with all of Berth's images. */
export const emptyEngine = (): EngineState => ({
  hosts: [
    {
      id: "host-1",
      name: "host-1",
      cpus: 2,
      memoryBytes: 8 * 1024 ** 3,
      reservedByOthersBytes: 0,
      state: "ready",
      isReady: true,
      engineVersion: "memory",
      isOwn: true,
      isReachable: true,
    },
  ],
  images: new Set([...imagesOf(DEFAULT_CATALOG), HAPROXY_IMAGE, DEMO_IMAGE]),
  builds: imagesOf(DEFAULT_CATALOG).map((image) => ({
    image,
    imageId: image,
    build: null,
    builtFrom: null,
    createdAt: new Date(0),
  })),
  networks: new Map(),
  secrets: new Map(),
  volumes: new Map(),
  services: new Map(),
  containers: new Map(),
  foreign: new Map(),
  failing: new Map(),
  contents: new Map(),
  answerRun: () => ({ exitCode: 0, output: "" }),
  taskCount: 0,
});

/** The thing of that name if the instance made it. @throws DomainError `conflict` when somebody else did. */
export function ownOf<T extends Made>(things: Map<string, T>, name: string, instance: string): T | undefined {
  const thing = things.get(name);
  if (thing && thing.instance !== instance) {
    throw new DomainError("conflict", "name_taken", `${name} was made by somebody else.`);
  }
  return thing;
}

export const inUse = (name: string): DomainError =>
  new DomainError("conflict", "engine_in_use", `${name} is in use`);

/** @throws DomainError as the real engine's adapter does. */
export function assertImage(world: EngineState, image: string): void {
  if (world.images.has(image)) return;
  throw new DomainError(
    "unavailable",
    "image_missing",
    `The image ${image} is not on this machine. Ask whoever runs this Berth to run bin/up, which makes it again.`,
  );
}

/** A volume is gone with all that is in it. */
export function forgetVolume(world: EngineState, name: string): void {
  world.volumes.delete(name);
  for (const path of world.contents.keys()) if (path.startsWith(`${name}/`)) world.contents.delete(path);
}
