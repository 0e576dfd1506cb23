import { describe, expect, it } from "vitest";
import { bareService } from "@/tests/bare-service";
import { DomainError } from "../../../core/errors";
import { dockerEngineContract } from "../../../ports/docker-engine.contract";
import { memoryDockerEngine } from "./engine";
import { emptyEngine } from "./state";

const appService = bareService("t1_app", { updateOrder: "start-first" });

describe("memoryDockerEngine", () => {
  dockerEngineContract(async () => {
    const world = emptyEngine();
    const engine = memoryDockerEngine({ instance: "t1", world });
    return {
      instance: "t1",
      engine,
      other: memoryDockerEngine({ instance: "t2", world }),
      addForeignService: async (name, environment) =>
        engine.addForeignService({ name, image: "berth-demo:1", environment }),
      environmentOf: async (name) => engine.environmentOf(name),
      stopTasks: async (name) => engine.stopTasks(name),
      startTasks: async (name) => engine.startTasks(name),
      cpusOf: async (name) => engine.cpusOf(name),
      containersOf: async (name) =>
        (await engine.listTasks(name)).filter(({ state }) => state === "running").length,
      answerRuns: (answer) => engine.answerRuns(answer),
      freePort: 1,
      cleanUp: async () => {},
    };
  });

  it("fails once where a test says, before or after the work", async () => {
    const engine = memoryDockerEngine({ instance: "t1" });
    const spec = { name: "t1-s", owner: { appId: null, databaseId: null }, content: "" };
    const error = new DomainError("unavailable", "told", "told to fail");
    engine.failNext("applySecret", error);
    await expect(engine.applySecret(spec)).rejects.toBe(error);
    expect(await engine.listResources()).toEqual([]);
    engine.failNext("applySecret", error, "after");
    await expect(engine.applySecret(spec)).rejects.toBe(error);
    expect(await engine.listResources()).toHaveLength(1);
    await engine.applySecret(spec);
  });

  it("tasks told to fail do so with those words, and run again when told so", async () => {
    const engine = memoryDockerEngine({ instance: "t1" });
    engine.failTasks("t1_app", "exit code 1");
    await engine.applyService(appService);
    expect(await engine.listTasks("t1_app")).toMatchObject([{ state: "failed", error: "exit code 1" }]);
    engine.failTasks("t1_app", null);
    expect(await engine.listTasks("t1_app")).toMatchObject([{ state: "running", error: null }]);
  });

  it("answers nothing while it is unreachable", async () => {
    const engine = memoryDockerEngine({ instance: "t1" });
    engine.setReachable(false);
    await expect(engine.ping()).rejects.toMatchObject({ code: "unavailable", reason: "engine_unreachable" });
    engine.setReachable(true);
    expect(await engine.ping()).toBe("memory");
  });
});
