import { expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { DEFAULT_CATALOG } from "../../core/engines/catalog/default";
import { DomainError } from "../../core/errors";
import { HOST_OWN_BYTES } from "../../core/hosts/choose";
import { GIB, MIB } from "../../core/units";
import { prisma } from "../../db/client";
import { upsertHost } from "../../db/hosts";
import { beatWorker } from "../../db/workers";
import { getInstance } from "./get-instance";
import { getPlatformHealth, type PlatformParts } from "./get-platform-health";
import { listFindings } from "./list-findings";
import { listReleases } from "./list-releases";

const db = withDatabase();

const world = (changes: Partial<PlatformParts["engine"]> & { pingLink?: () => Promise<void> } = {}) => {
  const { pingLink = async () => {}, ...engine } = changes;
  const parts = { ping: async () => "27.1", hasImage: async () => true, ...engine };
  return { engine: parts, catalog: DEFAULT_CATALOG, pingLink };
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
  await beatWorker("w", "here");
  await prisma().worker.updateMany({ data: { lastSeenAt: new Date(Date.now() - 16_000) } });
  expect(await unhealthy(world())).toMatchObject([
    { name: "worker", reason: expect.stringContaining("16 s") },
  ]);
});

test("all is well when every part answers", async () => {
  await beatWorker("w", "here");
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

test("that nobody looks for newer builds is told, and is no fault", async () => {
  await beatWorker("w", "here");
  const health = await getPlatformHealth({ ...world(), areReleasesChecked: false });
  expect(health.status).toBe("ok");
  expect(health.parts.at(-1)).toMatchObject({
    isHealthy: true,
    detail: expect.stringContaining("BERTH_RELEASE_CHECK"),
  });
});

test("an SSH gateway that was left out is told, and degrades nothing", async () => {
  await beatWorker("w", "here");
  const health = await getPlatformHealth({ ...world(), sshRefusal: () => "Port 2222 is taken." });
  expect(health.status).toBe("ok");
  expect(health.parts.at(-1)).toMatchObject({ name: "SSH gateway", reason: "Port 2222 is taken." });
});

test("an operator's releases that are not in force are told, and degrade nothing", async () => {
  await beatWorker("w", "here");
  const health = await getPlatformHealth({ ...world(), catalogRefusal: () => "line 3: no version" });
  expect(health.status).toBe("ok");
  expect(health.parts.at(-1)).toMatchObject({ name: "releases", reason: "line 3: no version" });
});

test("an image of a release that nobody can choose any more is not missed", async () => {
  await beatWorker("w", "here");
  const catalog = DEFAULT_CATALOG.map((release) => ({ ...release, status: "withdrawn" as const }));
  const health = await getPlatformHealth({
    ...world({ hasImage: async (image) => image.includes("haproxy") }),
    catalog,
  });
  expect(health.status).toBe("ok");
});

test.each([
  ["Docker engine", { ping: away("no engine") }, "no engine"],
  ["link", { pingLink: away("no link") }, "no link"],
  ["images", { hasImage: async (image: string) => !image.includes("7.0.15") }, "berth-redis:7.0.15"],
])("%s: what is wrong is told, and the whole is degraded", async (name, changes, reason) => {
  await beatWorker("w", "here");
  const health = await getPlatformHealth(world(changes));
  expect(health.status).toBe("degraded");
  expect(health.parts.filter(({ isHealthy }) => !isHealthy)).toEqual([
    { name, isHealthy: false, detail: null, reason: expect.stringContaining(reason) },
  ]);
});

test("an administrator is told of hosts with what is promised, findings and certificates; nobody else is", async () => {
  const { ctx, app } = await makeApp();
  await makeAddon(ctx, app);
  const host = { id: "host-1", name: "one", cpus: 4, memoryBytes: 8 * GIB, reservedByOthersBytes: GIB };
  const flags = { isReady: true, isOwn: true, isReachable: true };
  const state = { ...flags, state: "ready" as const, engineVersion: "20.10.24" };
  const engine = { ...ctx.engine, listHosts: async () => [{ ...host, ...state }] };
  await prisma().node.updateMany({ data: { hostId: host.id, hostName: host.name } });
  const parts = { ...world(), instance: ctx.instance, databaseUrl: db.url(), version: "1.2.3" };
  await beatWorker("w", "here");
  const admin = { ...makeContext(await makeUser({ isAdmin: true })), engine };
  const view = await getInstance(admin, parts);
  expect(view).toMatchObject({ version: "1.2.3", instance: ctx.instance });
  const [shown] = view.hosts ?? [];
  expect(shown).toMatchObject({ name: "one", databases: 1, promisedCpus: 0.25, othersBytes: GIB });
  expect(shown?.freeBytes).toBe(8 * GIB - HOST_OWN_BYTES - GIB - (shown?.promisedBytes ?? 0));
  expect(shown?.promisedBytes).toBeGreaterThan(256 * MIB);
  expect(view.findings.map(({ name }) => name)).toContain("sessions");
  const away = {
    ...engine,
    listHosts: () => Promise.reject(new DomainError("unavailable", "engine", "away")),
  };
  expect(await getInstance({ ...admin, engine: away }, parts)).toMatchObject({ hosts: null });
  await expect(getInstance(ctx, parts)).rejects.toMatchObject({ reason: "administrators_only" });
});

test.each(["down", "drained", "left"] as const)(
  "a host that is %s is among the findings, with the databases that stand there",
  async (state) => {
    const { ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app);
    const nodes = { where: { database: { addon: { resourceId } } } };
    await prisma().node.updateMany({ ...nodes, data: { hostId: "far", status: "active" } });
    const parts = { ...world(), instance: ctx.instance, databaseUrl: db.url() };
    const told = async () => (await listFindings(parts)).find(({ name }) => name === "far-host");
    await upsertHost({ id: "far", name: "far-host", state: "ready" }, new Date());
    expect(await told()).toBeUndefined();
    await upsertHost({ id: "far", name: "far-host", state }, new Date());
    expect(await told()).toMatchObject({ isHealthy: false, reason: expect.stringContaining(resourceId) });
    await prisma().host.deleteMany();
  },
);

test("a database whose data is gone is among the findings, with what can be done", async () => {
  const { ctx, app } = await makeApp();
  const { resourceId } = await makeAddon(ctx, app);
  await prisma().node.updateMany({
    where: { database: { addon: { resourceId } } },
    data: { dataGoneAt: new Date() },
  });
  const findings = await listFindings({ ...world(), instance: ctx.instance, databaseUrl: db.url() });
  expect(findings.find(({ name }) => name === resourceId)).toMatchObject({
    isHealthy: false,
    reason: expect.stringContaining(`${ctx.instance}-${resourceId}-node-1`),
  });
});

test("an identity provider that does not answer is among the findings, with where it was asked", async () => {
  const parts = { ...world(), instance: "b", databaseUrl: db.url() };
  const asked = async (probe: () => Promise<void>) => {
    const identityProvider = { issuer: "https://id.example.org", probe };
    const findings = await listFindings({ ...parts, identityProvider });
    return findings.find(({ name }) => name === "sign-in");
  };
  expect(await asked(async () => {})).toMatchObject({ isHealthy: true });
  expect(await asked(away("It does not answer."))).toMatchObject({
    isHealthy: false,
    reason: "It does not answer. It was asked at https://id.example.org.",
  });
  expect((await listFindings(parts)).some(({ name }) => name === "sign-in")).toBe(false);
});

test("releases are told with their builds and the databases on each, also one that no catalog has", async () => {
  const { ctx, app } = await makeApp();
  const [known, strange] = [await makeAddon(ctx, app), await makeAddon(ctx, app)];
  await prisma().node.updateMany({ data: { status: "active" } });
  await prisma().node.updateMany({
    where: { database: { addon: { resourceId: strange.resourceId } } },
    data: { version: "9.9.9" },
  });
  const releases = await listReleases(ctx);
  const databases = ({ version }: { version: string }) =>
    releases.find((release) => release.version === version)?.builds.flatMap((build) => build.databases);
  expect(databases(known)).toContain(known.resourceId);
  expect(databases({ version: "9.9.9" })).toEqual([strange.resourceId]);
  expect(releases.at(-1)).toMatchObject({ name: "Redis", version: "9.9.9", status: "unknown" });
});

test("while the engine does not answer releases are told without builds", async () => {
  const { ctx } = await makeApp();
  const releases = await listReleases({ ...ctx, engine: { listBuilds: away("no engine") } });
  // What runs is told all the same, as a build that nobody knows.
  expect(releases.flatMap(({ builds }) => builds).every(({ build }) => build === null)).toBe(true);
});
