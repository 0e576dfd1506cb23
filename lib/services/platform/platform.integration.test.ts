import { expect, test } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { DomainError } from "../../core/errors";
import { prisma } from "../../db/client";
import { beatWorker } from "../../db/workers";
import { getPlatformHealth, type PlatformParts } from "./get-platform-health";

withDatabase();

const world = (changes: Partial<PlatformParts["engine"]> & { pingLink?: () => Promise<void> } = {}) => {
  const { pingLink = async () => {}, ...engine } = changes;
  return { engine: { ping: async () => "27.1", hasImage: async () => true, ...engine }, pingLink };
};
const away = (message: string) => async () => {
  throw new DomainError("unavailable", "away", message);
};
const unhealthy = async (parts: PlatformParts) =>
  (await getPlatformHealth(parts)).parts.filter(({ isHealthy }) => !isHealthy);

test("without a worker operations wait, and it says so", async () => {
  expect(await unhealthy(world())).toMatchObject([
    { name: "worker", reason: expect.stringContaining("bin/up") },
  ]);
});

test("a worker that has been silent for 15 seconds counts as gone", async () => {
  await beatWorker("w");
  await prisma().worker.updateMany({ data: { lastSeenAt: new Date(Date.now() - 16_000) } });
  expect(await unhealthy(world())).toMatchObject([
    { name: "worker", reason: expect.stringContaining("16 s") },
  ]);
});

test("all is well when every part answers", async () => {
  await beatWorker("w");
  const health = await getPlatformHealth(world());
  expect(health.status).toBe("ok");
  expect(health.parts.map(({ name }) => name)).toEqual([
    "PostgreSQL",
    "worker",
    "Docker engine",
    "images",
    "link",
  ]);
});

test("an SSH gateway that was left out is told, and degrades nothing", async () => {
  await beatWorker("w");
  const health = await getPlatformHealth({ ...world(), sshRefusal: () => "Port 2222 is taken." });
  expect(health.status).toBe("ok");
  expect(health.parts.at(-1)).toMatchObject({ name: "SSH gateway", reason: "Port 2222 is taken." });
});

test.each([
  ["Docker engine", { ping: away("no engine") }, "no engine"],
  ["link", { pingLink: away("no link") }, "no link"],
  ["images", { hasImage: async (image: string) => !image.includes("7.0.15") }, "berth-redis:7.0.15"],
])("%s: what is wrong is told, and the whole is degraded", async (name, changes, reason) => {
  await beatWorker("w");
  const health = await getPlatformHealth(world(changes));
  expect(health.status).toBe("degraded");
  expect(health.parts.filter(({ isHealthy }) => !isHealthy)).toEqual([
    { name, isHealthy: false, detail: null, reason: expect.stringContaining(reason) },
  ]);
});
