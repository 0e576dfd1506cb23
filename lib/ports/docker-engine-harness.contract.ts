import { afterAll, beforeAll, vi } from "vitest";
import { bareService } from "@/tests/bare-service";
import { MIB } from "../core/units";
import type { DockerEngine, Resource, ServiceSpec, ShortRunEnd, ShortRunSpec, Task } from "./docker-engine";

/** Two instances on one engine, and what only the engine's owner can do or see. */
export type DockerEngineHarness = {
  instance: string;
  engine: DockerEngine;
  other: DockerEngine;
  addForeignService(name: string, environment: Record<string, string>): Promise<void>;
  environmentOf(serviceName: string): Promise<Readonly<Record<string, string>>>;
  /** Cores that the running container of a service may use; null without a limit. */
  cpusOf(serviceName: string): Promise<number | null>;
  /** How many containers of the service run. */
  containersOf(serviceName: string): Promise<number>;
  /** Takes the containers of a service away, which stands, and brings them back. */
  stopTasks(serviceName: string): Promise<void>;
  startTasks(serviceName: string): Promise<void>;
  /** Where nobody runs commands: how the short runs of a test end. */
  answerRuns(
    answer: (
      spec: ShortRunSpec,
      files: ReadonlyMap<string, Uint8Array>,
    ) => ShortRunEnd | Promise<ShortRunEnd>,
  ): void;
  /** A port of 127.0.0.1 that nobody uses. */
  freePort: number;
  /** Takes away everything that either instance and `addForeignService` made. */
  cleanUp(): Promise<void>;
};

export const OWNER = { appId: "app-1", databaseId: null };
export const INSTANCE_OWNER = { appId: null, databaseId: null };
export const STOP_MS = 20_000;
export const WAIT = { timeout: 20_000, interval: 100 };

/** What the parts of the contract are run with; nothing of it is there before the first test. */
export type EngineAtTest = {
  harness: DockerEngineHarness;
  engine: DockerEngine;
  /** Name of the control network. */
  control: string;
  named(name: string): string;
  service(name: string, changes?: Partial<ServiceSpec>): ServiceSpec;
  /** The one container that runs, of that revision. */
  running(name: string, revision: number): Promise<Task>;
  resource(name: string): Promise<Resource[]>;
};

/** For one describe: makes the engine before it and takes everything away after it. */
export function engineAtTest(make: () => Promise<DockerEngineHarness>): EngineAtTest {
  let made: DockerEngineHarness | undefined;
  const harness = (): DockerEngineHarness => {
    if (!made) throw new Error("there is no engine yet");
    return made;
  };
  const named = (name: string) => `${harness().instance}-${name}`;
  beforeAll(async () => {
    made = await make();
    await made.engine.applyNetwork({ name: made.instance, owner: INSTANCE_OWNER, isAttachable: true });
  });
  afterAll(() => harness().cleanUp());
  return {
    get harness() {
      return harness();
    },
    get engine() {
      return harness().engine;
    },
    get control() {
      return harness().instance;
    },
    named,
    service: (name, changes = {}) =>
      bareService(named(name), {
        owner: OWNER,
        environment: { WORD: "one" },
        networks: [{ name: harness().instance, aliases: [] }],
        memoryLimitBytes: 64 * MIB,
        memoryReservationBytes: 16 * MIB,
        openFilesMax: 1_024,
        ...changes,
      }),
    running: (name, revision) =>
      vi.waitFor(async () => {
        const tasks = await harness().engine.listTasks(named(name));
        const task = tasks.find(
          (candidate) => candidate.state === "running" && candidate.revision === revision,
        );
        if (!task || tasks.filter(({ state }) => state === "running").length > 1) {
          throw new Error(`not running yet: ${JSON.stringify(tasks)}`);
        }
        return task;
      }, WAIT),
    resource: async (name) =>
      (await harness().engine.listResources()).filter((candidate) => candidate.name === named(name)),
  };
}
