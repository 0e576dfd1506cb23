import { describe, expect, it } from "vitest";
import { type Build, buildLines, changeOfBuild, newerImage, newestImage, releaseStates } from "./builds";
import { DEFAULT_CATALOG } from "./catalog/default";

const LINK = "https://example.org/advisory";
const CATALOG = [
  {
    engine: "redis",
    version: "8.0.2",
    status: "offered" as const,
    sources: [
      { registry: "redis:8.0.2", fixesMissing: { reason: "Not mended there", link: LINK } },
      { debian: "trixie" },
    ],
  },
];
const made = (image: string, changes: Partial<Build> = {}): Build => ({
  image,
  imageId: image,
  build: image.split(":8.0.2-")[1] ?? null,
  builtFrom: "debian-trixie",
  createdAt: new Date(0),
  ...changes,
});
const at = (ms: number) => ({ createdAt: new Date(ms) });
const runs = (resourceId: string, image: string) => ({
  resourceId,
  engine: "redis",
  version: "8.0.2",
  image,
});
const PLAIN = "berth-redis:8.0.2";

describe("the builds of a release", () => {
  it("are told oldest first, each with the databases on it and the newer one", () => {
    const [release] = releaseStates({
      catalog: CATALOG,
      builds: [made(`${PLAIN}-b`, at(2)), made(`${PLAIN}-a`, at(1)), made("berth-redis:8.0.20")],
      inUse: [runs("one-1", `${PLAIN}-a`), runs("two-2", `${PLAIN}-b`)],
    });
    const plain = { builtFrom: "debian-trixie", fixesMissing: null, source: null };
    expect(release?.builds).toEqual([
      { build: "a", ...plain, newer: "b", upgradesTo: "8.0.2-b", databases: ["one-1"] },
      { build: "b", ...plain, newer: null, upgradesTo: null, databases: ["two-2"] },
    ]);
  });

  it("count once by whichever tag a database runs it", () => {
    const same = { imageId: "sha256:1", build: "a" };
    const [release] = releaseStates({
      catalog: CATALOG,
      builds: [made(PLAIN, same), made(`${PLAIN}-a`, same)],
      inUse: [runs("one-1", PLAIN), runs("two-2", `${PLAIN}-a`)],
    });
    expect(release?.builds).toMatchObject([{ build: "a", databases: ["one-1", "two-2"] }]);
  });

  const said = { release: "redis:8.0.2", answeredAt: new Date(10), awaySince: null, reason: null };

  it("are not newer by what a source said before they were made; since when it is away is told", () => {
    const source = {
      ...said,
      builtFrom: "debian-trixie",
      build: "a",
      awaySince: new Date(20),
      reason: "Away.",
    };
    const [release] = releaseStates({
      catalog: CATALOG,
      builds: [made(`${PLAIN}-a`, at(1)), made(`${PLAIN}-b`, at(11))],
      inUse: [],
      sources: [source],
    });
    const { answeredAt, awaySince, reason } = source;
    expect(release?.builds).toMatchObject([
      { build: "a", newer: "b", source: { answeredAt, awaySince, reason } },
      { build: "b", newer: null },
    ]);
  });

  it("are newer when their own source has another by now, whatever other sources have", () => {
    const states = (newest: { builtFrom: string; build: string }[]) =>
      releaseStates({
        catalog: CATALOG,
        builds: [made(`${PLAIN}-a`)],
        inUse: [],
        sources: newest.map((told) => ({ ...said, ...told })),
      })[0]?.builds.map(({ newer }) => newer);
    expect(states([{ builtFrom: "debian-trixie", build: "c" }])).toEqual(["c"]);
    expect(states([{ builtFrom: "debian-trixie", build: "a" }])).toEqual([null]);
    expect(states([{ builtFrom: "redis:8.0.2", build: "sha256:1" }])).toEqual([null]);
  });

  it("lack what their source lacks", () => {
    const [release] = releaseStates({
      catalog: CATALOG,
      builds: [made(PLAIN, { builtFrom: "redis:8.0.2" })],
      inUse: [],
    });
    expect(release?.builds[0]?.fixesMissing).toEqual({ reason: "Not mended there", link: LINK });
  });

  it("may be gone while databases run them", () => {
    const [release] = releaseStates({ catalog: CATALOG, builds: [], inUse: [runs("one-1", PLAIN)] });
    expect(release?.builds).toMatchObject([{ build: null, databases: ["one-1"] }]);
  });
});

it("a release that databases have and no catalog does is shown", () => {
  const inUse = [{ ...runs("one-1", "berth-redis:9.9.9"), version: "9.9.9" }];
  expect(releaseStates({ catalog: CATALOG, builds: [], inUse }).at(-1)).toMatchObject({
    version: "9.9.9",
    status: "unknown",
    builds: [{ databases: ["one-1"] }],
  });
});

it("images/build is told where each release is to be had", () => {
  const lines = buildLines(DEFAULT_CATALOG).split("\n");
  expect(lines).toContain("redis:8.0.2 redis:8.0.2 trixie");
  expect(lines).toContain("valkey:8.1.1 valkey/valkey:8.1.1 trixie on-demand");
  const digest = `sha256:${"a".repeat(64)}`;
  const pinned = CATALOG.map((release) => ({ ...release, sources: [{ registry: "redis:8.0.2", digest }] }));
  expect(buildLines(pinned)).toBe(`redis:8.0.2 redis:8.0.2@${digest} -`);
});

describe("the newest build of a version", () => {
  const older = made(`${PLAIN}-a`, at(1));
  const newer = made(`${PLAIN}-b`, at(2));

  it("is what a new node is started from; the image that the version alone names needs no name", () => {
    expect(newestImage([newer, older], "redis", "8.0.2")).toBe(newer.image);
    expect(newestImage([made(PLAIN)], "redis", "8.0.2")).toBeNull();
    expect(newestImage([], "redis", "8.0.2")).toBeNull();
    expect(newestImage([made(PLAIN, at(3)), older], "redis", "8.0.2")).toBeNull();
  });

  it("is newer than what a node runs, unless that is the same image under another tag", () => {
    const running = (image: string | null) => ({ version: "8.0.2", image });
    const same = made(PLAIN, { ...at(2), imageId: newer.imageId });
    expect(newerImage([older, newer], "redis", running(older.image))).toBe(newer.image);
    expect(newerImage([older, newer], "redis", running(newer.image))).toBeNull();
    expect(newerImage([older, newer, same], "redis", running(null))).toBeNull();
    expect(newerImage([older], "redis", running("berth-redis:8.0.2-gone"))).toBe(older.image);
    expect(newerImage([], "redis", running(null))).toBeNull();
  });
});

it("a change names its builds where the version stays and the build does not", () => {
  const node = (version: string, image: string | null = null) => ({ engine: "redis", version, image });
  const built = node("8.0.2", `${PLAIN}-3-deb13u3`);
  expect(changeOfBuild([], node("8.0.2"), built)).toEqual({
    fromBuild: "8.0.2",
    toBuild: "8.0.2-3-deb13u3",
  });
  expect(changeOfBuild([], built, built)).toEqual({});
  const same = [PLAIN, built.image ?? ""].map((image) => made(image, { imageId: "sha256:1" }));
  expect(changeOfBuild(same, node("8.0.2"), built)).toEqual({});
  expect(changeOfBuild([], node("7.0.15"), built)).toEqual({});
});
