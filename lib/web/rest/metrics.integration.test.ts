import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { withApi } from "@/tests/api";
import { makeApp } from "@/tests/factories";
import { addSampledDatabase, makeSampledWorld } from "@/tests/sampling";
import { startOfStep } from "../../core/stats/resolutions";
import { MIB, MINUTE_MS } from "../../core/units";
import { findUserByEmail } from "../../db/users";
import { platform } from "../../runtime/container";
import { keepPartitions } from "../../sampling/roll-up";
import { sampler } from "../../sampling/round";
import { applyAppService } from "../../workflows/parts/app-service";
import { respondLogs } from "./logs";

const api = withApi();
const world = makeSampledWorld();
const ROUND_MS = 10_000;
/** A round is kept once, whoever is in it: each has a time of its own. */
let roundMs = startOfStep(Date.now(), ROUND_MS) - 10 * MINUTE_MS;
beforeAll(() => keepPartitions(roundMs));

/** A database that was looked at twice, and a way to ask as its owner. */
async function makeSampled() {
  const made = await addSampledDatabase(world);
  const owner = await findUserByEmail(made.ctx.actor.email);
  if (!owner) throw new Error("the owner is not there");
  world.containers.setReading(made.nodeId, { usedBytes: 90 * MIB, swapBytes: 2 * MIB });
  const one = sampler(world.deps());
  for (const cpuNanoseconds of [0, 1e9]) {
    world.containers.setReading(made.nodeId, { cpuNanoseconds });
    roundMs += ROUND_MS;
    world.clock.ms = roundMs;
    await one.round(roundMs);
  }
  const { jwt } = await api.tokenFor(owner);
  const ask = (path: string) => api.call("GET", `/api/databases/${made.resourceId}${path}`, { token: jwt });
  return { ...made, ask, jwt };
}

test("GET /databases/:id/metrics", async () => {
  const { ask } = await makeSampled();
  const { status, body } = await ask("/metrics");
  const instances = (await ask("")).body;
  const { database } = z
    .object({ database: z.object({ instances: z.array(z.object({ id: z.string(), type: z.string() })) }) })
    .parse(instances);
  const node = database.instances.find(({ type }) => type === "db-node")?.id ?? "";
  const memory = {
    memory_usage: 90 * MIB,
    swap_usage: 2 * MIB,
    memory_limit: 400 * MIB,
    swap_limit: 400 * MIB,
    max_memory_usage: 90 * MIB,
    max_swap_usage: 2 * MIB,
  };
  expect(status).toBe(200);
  expect(body).toMatchObject({
    cpu_usage: 10,
    memory: {
      memory: 90 * MIB,
      memory_max: 90 * MIB,
      memory_limit: 400 * MIB,
      swap: 2 * MIB,
      swap_max: 2 * MIB,
      swap_limit: 400 * MIB,
    },
    database_stats: { data_size: expect.any(Number) },
    real_disk_size: 40_960,
    instances_metrics: {
      [node]: { instance_id: node, real_disk_size: 40_960, cpu: { usage_in_percents: 10 }, memory },
    },
  });
});

test("a series of the database, and of its node; of its gateway nothing is kept", async () => {
  const { ask } = await makeSampled();
  const point = { time: expect.any(String), value: expect.any(Number) };
  for (const measure of ["cpu", "memory", "swap", "disk"]) {
    const { status, body } = await ask(`/metrics/${measure}?since=1`);
    expect({ status, body }, measure).toEqual({ status: 200, body: expect.arrayContaining([point]) });
  }
  expect((await ask("/metrics/memory?since=1&last=true")).body).toEqual([point]);
  expect((await ask("/metrics/diskio")).body).toEqual([]);
  expect((await ask("/metrics/temperature")).status).toBe(422);
  const statuses = z
    .array(z.object({ id: z.string(), type: z.string() }))
    .parse((await ask("/instances_status")).body);
  for (const { id, type } of statuses) {
    const { status, body } = await ask(`/instances/${id}/metrics/memory?since=1`);
    const expected = type === "gateway" ? [] : expect.arrayContaining([point]);
    expect({ status, body }).toEqual({ status: 200, body: expected });
  }
});

test("the address of the logs has a question mark, and opens them without any header, and nothing else", async () => {
  const { ask, resourceId, nodeId } = await makeSampled();
  const { url } = z.object({ url: z.string() }).parse((await ask("/logs")).body);
  expect(url).toMatch(new RegExp(`^http://berth\\.test/api/logs/${resourceId}\\?token=.+&timestamp=\\d+$`));
  const read = (address: string, id = resourceId, init: RequestInit = {}) =>
    respondLogs(new Request(address, init), { kind: "database", name: id }, () => ({
      ...platform(),
      containers: world.containers,
    }));

  expect((await read(url)).status).toBe(204);
  const second = new Date().toISOString().replace("Z", "000001Z");
  world.containers.write(nodeId, { at: second, text: "Ready to accept connections" });
  const answer = await read(`${url}&n=10`);
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  expect(await answer.text()).toBe(`${second} [node-1] Ready to accept connections\n`);
  expect((await read(`${url}&filter=nothing-of-that`)).status).toBe(204);

  const token = new URL(url).searchParams.get("token") ?? "";
  for (const path of [`/api/databases/${resourceId}`, "/v1/apps"])
    expect((await api.call("GET", path, { token })).status).toBe(401);
  const other = await makeSampled();
  const refusal = async (answer: Promise<Response>) => {
    const { status, headers } = await answer;
    expect(headers.get("x-request-id")).toBeTruthy();
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    return { status, code: z.object({ code: z.string() }).parse(await (await answer).json()).code };
  };
  expect(await refusal(read(url, other.resourceId))).toEqual({ status: 404, code: "not_found" });
  expect(await refusal(read(url.replace(token, other.jwt)))).toEqual({ status: 401, code: "no_token" });
  for (const wrong of ["n=many", "n=0", "n=1e9", "source=nobody", "filter=%00", `filter=${"x".repeat(300)}`])
    expect((await refusal(read(`${url}&${wrong}`))).status, wrong).toBe(422);
  expect(await refusal(read(url, resourceId, { method: "POST" }))).toEqual({
    status: 405,
    code: "method_not_allowed",
  });
});

test("GET /apps/:app/stats tells what its running containers use", async () => {
  const { owner, app } = await makeApp({ source: "image", image: "team/web:1" });
  const ctx = api.contextFor(owner);
  const { jwt } = await api.tokenFor(owner);
  const ask = () => api.call("GET", `/v1/apps/${app.name}/stats`, { token: jwt });
  expect((await ask()).body).toEqual({ stats: [] });
  api.engine.addImage("team/web:1");
  await applyAppService({ ...platform(), ...ctx }, app.id);
  // The containers of memory engines are no containers of memory hosts until a test says so.
  expect((await ask()).body).toEqual({ stats: [] });
  const [task] = await api.engine.listTasks(`${ctx.instance}_${app.name}`);
  const [hostId, containerId] = [task?.hostId ?? "", task?.containerId ?? ""];
  api.containers.add({ hostId, containerId, serviceName: "", databaseId: "", role: "node" });
  api.containers.setReading(containerId, {
    usedBytes: 5 * MIB,
    peakBytes: 7 * MIB,
    swapBytes: null,
  });
  expect(await ask()).toMatchObject({
    status: 200,
    body: {
      stats: [
        {
          id: task?.id,
          cpu_usage: 0,
          memory_usage: 5 * MIB,
          swap_usage: 0,
          memory_limit: 400 * MIB,
          swap_limit: 400 * MIB,
          highest_memory_usage: 7 * MIB,
          highest_swap_usage: 0,
        },
      ],
    },
  });
});
