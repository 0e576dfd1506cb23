import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { dockerodeContainerStats } from "./container-stats";

type Volume = { Name: string; UsageData: { Size: number } };
/** How engines tell sizes, by the query that they are asked with. */
const FORMS: Record<string, (volumes: Volume[], query: URLSearchParams) => unknown> = {
  "before API 1.52": (Volumes) => ({ Volumes }),
  "of API 1.52": (volumes, query) => {
    const isVerbose = query.get("verbose") === "true";
    return isVerbose ? { VolumeUsage: { Items: volumes } } : { VolumeUsage: {}, Volumes: volumes };
  },
  "since API 1.53": (volumes, query) => ({
    VolumeUsage: query.get("verbose") === "true" ? { TotalVolumes: 2, Items: volumes } : { TotalVolumes: 2 },
  }),
};

/** An engine whose volumes are not on this machine, as one of Docker Desktop, a rootless one or one of another host. */
async function startElsewhere(volumes: Record<string, number>, form = FORMS["before API 1.52"]) {
  const asked: string[] = [];
  const dir = mkdtempSync(join(tmpdir(), "berth-elsewhere-"));
  const socketPath = join(dir, "s");
  const listed = () =>
    Object.entries(volumes).map(([Name, Size]) => ({
      Name,
      Labels: { "berth.instance": "b12345" },
      Mountpoint: `/nowhere/volumes/${Name}/_data`,
      UsageData: { RefCount: 1, Size },
    }));
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://engine");
    asked.push(pathname);
    const answers: Record<string, unknown> = {
      "/info": { NCPU: 2, Swarm: { NodeID: "host-1" } },
      "/nodes": [],
      "/system/df": form?.(listed(), searchParams),
    };
    const answer = answers[pathname] ?? { Volumes: listed() };
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  });
  await new Promise<void>((listening) => server.listen(socketPath, listening));
  onTestFinished(() => {
    server.close();
    rmSync(dir, { recursive: true });
  });
  return { containers: dockerodeContainerStats({ instance: "b12345", socketPath }), asked };
}

const of = (name: string) => ({ hostId: "host-1", name });

test("volumes whose files are elsewhere are measured by the engine, all with one question", async () => {
  const { containers, asked } = await startElsewhere({ first: 12_345, second: 0 });
  expect(await Promise.all([of("first"), of("second")].map(containers.measureVolume))).toEqual([12_345, 0]);
  expect(await containers.measureVolume(of("first"))).toBe(12_345);
  expect(asked.filter((path) => path === "/system/df")).toHaveLength(1);
});

test("one that was made since is asked for after ten seconds, one that the engine cannot measure after a minute", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const volumes: Record<string, number> = { first: 12_345, unknown: -1 };
  const { containers, asked } = await startElsewhere(volumes);
  const walks = () => asked.filter((path) => path === "/system/df").length;
  expect(await containers.measureVolume(of("first"))).toBe(12_345);
  volumes.new = 678;
  expect(await containers.measureVolume(of("new"))).toBeNull();
  vi.setSystemTime(Date.now() + 10_001);
  expect(await containers.measureVolume(of("unknown"))).toBeNull();
  expect(walks()).toBe(1);
  expect(await containers.measureVolume(of("new"))).toBe(678);
  expect(walks()).toBe(2);
});

test.each(Object.entries(FORMS))("sizes are told by engines %s", async (_, form) => {
  const { containers } = await startElsewhere({ first: 12_345, second: 0 }, form);
  expect(await Promise.all([of("first"), of("second")].map(containers.measureVolume))).toEqual([12_345, 0]);
});

test("what neither of them can measure is not known", async () => {
  const { containers } = await startElsewhere({ unknown: -1 });
  expect(await containers.measureVolume(of("unknown"))).toBeNull();
  expect(await containers.measureVolume(of("missing"))).toBeNull();
});
