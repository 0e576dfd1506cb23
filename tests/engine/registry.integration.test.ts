import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ListAuditInput } from "../../lib/contract/audit";
import { nodeName } from "../../lib/core/databases/names";
import { buildName } from "../../lib/core/engines/builds";
import type { Catalog } from "../../lib/core/engines/catalog/release";
import { imageOf } from "../../lib/core/engines/versions";
import { MINUTE_MS } from "../../lib/core/units";
import { askSources, images } from "../../lib/runtime/release-sources";
import { listAudit } from "../../lib/services/audit/list-audit";
import { findNewerBuild } from "../../lib/services/databases/find-newer-build";
import { upgradeDatabase } from "../../lib/services/databases/upgrade";
import { listReleases } from "../../lib/services/platform/list-releases";
import { checkReleases } from "../../lib/services/releases/check-releases";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { makeVersion, removeImagesWith, startRegistry } from "./registry";

/** One that nobody else on this engine has. */
const VERSION = "8.0.9";
const NAME = `redis:${VERSION}`;
const PLAIN = imageOf("redis", VERSION);
const OTHER = { image: imageOf("redis", "8.0.2"), version: "8.0.2" };
/** On all that this run makes of images. */
const LABEL = `berth.test=${randomBytes(4).toString("hex")}`;
const made = ["one", "two"].map((mark) => ({
  version: VERSION,
  labels: [LABEL, `berth.mark=${mark}`],
  tag: `berth-test-${mark}:${randomBytes(4).toString("hex")}`,
}));
let registry: Awaited<ReturnType<typeof startRegistry>>;
let berth: Awaited<ReturnType<typeof startControlPlane>>;
beforeAll(async () => {
  for (const version of made) makeVersion(OTHER, version);
  registry = await startRegistry();
  berth = await startControlPlane();
});
afterAll(async () => {
  expect(await berth.stop()).toEqual([]);
  await registry.remove();
  removeImagesWith(LABEL);
});

const docker = (...words: string[]): string => execFileSync("docker", words, { encoding: "utf8" }).trim();
const tagsOf = (): string[] =>
  docker("images", "--format", "{{.Repository}}:{{.Tag}}")
    .split("\n")
    .filter((tag) => tag.startsWith(PLAIN))
    .toSorted();
const labelOf = (image: string, label: string): string =>
  docker("image", "inspect", "--format", `{{index .Config.Labels "${label}"}}`, image);
const short = (digest: string): string => digest.slice("sha256:".length, "sha256:".length + 12);

test("an image of a registry is taken by digest; a tag that moved is noticed, told and taken by one upgrade; what is away or holds something else changes nothing", async () => {
  const reference = `${registry.address}/${NAME}`;
  const release = { engine: "redis", version: VERSION, status: "offered" } as const;
  const from = (source: { registry: string; digest?: string }): Catalog => [
    ...berth.ctx.catalog,
    { ...release, sources: [source] },
  ];
  const catalog = from({ registry: reference });
  const ctx = { ...berth.ctx, catalog };
  const build = (of: Catalog, ...words: string[]) => images(of, [...words, NAME], MINUTE_MS);
  const look = async () => (await listReleases(ctx)).find(({ version }) => version === VERSION);
  const check = async () => checkReleases(ctx, await askSources(catalog, [NAME]), new Date());
  const [one = made[0], two] = made;
  if (!one || !two) throw new Error("both are needed");

  const first = registry.push(one.tag, NAME);
  await build(catalog);
  const firstImage = `${PLAIN}-${short(first)}`;
  expect(labelOf(firstImage, "berth.build")).toBe(first);
  const asked = await askForDatabase(ctx, "registry", "free", VERSION);
  const { resourceId } = asked;
  expect(await operationEnded(ctx, asked)).toMatchObject({ status: "succeeded" });
  await check();
  expect((await look())?.builds).toMatchObject([{ build: first, newer: null, databases: [resourceId] }]);

  const second = registry.push(two.tag, NAME);
  await check();
  await check();
  expect((await look())?.builds).toMatchObject([
    { newer: second, upgradesTo: null, source: { awaySince: null } },
  ]);
  const { entries } = await listAudit(ctx, ListAuditInput.parse({ kind: "newer_build" }));
  expect(entries).toMatchObject([{ on: `Redis ${VERSION}`, what: expect.stringContaining(resourceId) }]);

  await build(catalog, "--beside");
  const secondImage = `${PLAIN}-${short(second)}`;
  expect(await findNewerBuild(ctx, { resourceId })).toBe(buildName(secondImage));
  const { id } = await upgradeDatabase(ctx, { resourceId, version: VERSION });
  expect(await operationEnded(ctx, { ...asked, operationId: id })).toMatchObject({
    status: "succeeded",
    change: { fromBuild: buildName(firstImage), toBuild: buildName(secondImage) },
  });
  const service = nodeName({ instance: ctx.instance, resourceId }, 2);
  expect(
    docker("service", "inspect", "--format", "{{.Spec.TaskTemplate.ContainerSpec.Image}}", service),
  ).toBe(docker("image", "inspect", "--format", "{{.Id}}", secondImage));

  const before = tagsOf();
  registry.push(OTHER.image, NAME);
  await expect(build(catalog, "--beside")).rejects.toMatchObject({
    message: expect.stringMatching(/holds something else: Redis server v=8\.0\.2[\s\S]*nothing is changed/),
  });
  expect(tagsOf()).toEqual(before);

  // By its digest it is the first one, wherever the tag has gone.
  const pinned = from({ registry: reference, digest: first });
  expect(await askSources(pinned, [NAME])).toMatchObject([{ build: first, reason: null }]);
  await build(pinned, "--beside");
  expect(labelOf(firstImage, "berth.built-from")).toBe(`${reference}@${first}`);

  await registry.stop();
  await check();
  const { awaySince, answeredAt, reason } =
    (await look())?.builds.find(({ build }) => build === second)?.source ?? {};
  expect({ awaySince, answeredAt }).toEqual({
    awaySince: expect.any(String),
    answeredAt: expect.any(String),
  });
  expect(reason).toContain("refused");
  await expect(build(catalog, "--beside")).rejects.toMatchObject({
    message: expect.stringMatching(/cannot be had now: .*refused.* Nothing is changed/),
  });
  expect(tagsOf()).toEqual(before);
  const endHang = await registry.hang();
  expect(await askSources(catalog, [NAME])).toMatchObject([
    { build: null, reason: "The registry did not answer within 10 s." },
  ]);
  endHang();
}, 240_000);
