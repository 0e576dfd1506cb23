import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HAPROXY_IMAGE } from "../../lib/core/databases/images";
import { DEFAULT_PROVIDER } from "../../lib/core/engines/names";
import { imageOf } from "../../lib/core/engines/versions";
import { startPrivateEngine } from "./private-engine";

let engine: Awaited<ReturnType<typeof startPrivateEngine>>;
beforeAll(async () => {
  engine = await startPrivateEngine([imageOf(DEFAULT_PROVIDER, "8.0.2"), HAPROXY_IMAGE]);
});
afterAll(() => engine.remove());

/** Runs the story beside the engine, line by line: it asks for a kill and waits for an answer. */
async function runStory(): Promise<{ lines: string[]; code: number | null }> {
  const [file, words] = engine.command([
    process.execPath,
    "--import",
    "tsx",
    "tests/engine/engine-kill-story.ts",
  ]);
  const story = spawn(file, words, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, BERTH_DOCKER_SOCKET: engine.socket, DOCKER_HOST: `unix://${engine.socket}` },
  });
  const lines: string[] = [];
  const ended = new Promise<number | null>((resolve) => story.once("exit", resolve));
  for await (const line of createInterface({ input: story.stdout })) {
    lines.push(line);
    if (line === "kill the engine") {
      await engine.kill();
      await engine.start();
      story.stdin.write("it is back\n");
    }
  }
  return { lines, code: await ended };
}

test("dockerd is killed with -9 while a database is made, and while one is changed: both end well", async () => {
  const { lines, code } = await runStory();
  expect(lines, engine.complaints()).toEqual(
    expect.arrayContaining(["first: healthy", "made: succeeded", "made: healthy", "first again: healthy"]),
  );
  expect(lines).toContain("resources: secret secret secret secret service service volume");
  const set = lines.find((line) => line.startsWith("set: ")) ?? "";
  for (const name of ["redis-rdb", "redis-aof", "redis-cache", "force-ssl", "publicly-available"])
    expect(set).toContain(`"${name} ACTIVATED"`);
  expect(set).toContain('"config":["yes","volatile-ttl","600","xE"]');
  expect(lines).toContain("its features: kept");
  expect(lines.slice(-5)).toEqual([
    "changed or as before: true",
    "first at last: healthy",
    "its data: whole",
    "its features at last: kept",
    "its gateway: on",
  ]);
  expect(code).toBe(0);
}, 1_200_000);
