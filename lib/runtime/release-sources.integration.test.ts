import { afterEach, expect, test } from "vitest";
import { makeDatabase } from "@/tests/change-world";
import { makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { ListAuditInput } from "../contract/audit";
import { AddNotifierInput } from "../contract/notifiers";
import type { SourceAnswer } from "../core/engines/sources";
import { DomainError } from "../core/errors";
import { TROUBLE_KINDS } from "../core/notifiers/trouble-kinds";
import { DAY_MS, HOUR_MS } from "../core/units";
import { prisma } from "../db/client";
import { listDeliveries } from "../db/deliveries";
import { findLastCheck } from "../db/release-sources";
import { listAudit } from "../services/audit/list-audit";
import { addNotifier } from "../services/notifiers/add-notifier";
import { listReleases } from "../services/platform/list-releases";
import { keepReleases } from "./release-sources";

withDatabase();
afterEach(
  () =>
    prisma()
      .$executeRaw`TRUNCATE "apps", "users", "events", "release_checks", "release_sources", "release_news" CASCADE`,
);

const START = Date.UTC(2026, 0, 1);
const at = (ms: number) => new Date(START + ms);
const NAME = "redis:8.0.2";
const source = { release: NAME, builtFrom: "debian-trixie" };
const says = (build: string): SourceAnswer => ({ ...source, build, reason: null });
const AWAY: SourceAnswer = { ...source, build: null, reason: "connection refused" };

/** A database of a build of Debian, and an administrator with a notifier of the platform for troubles. */
async function makeChecked() {
  const made = await makeDatabase();
  const image = "berth-redis:8.0.2-3";
  made.engine.addBuild({
    ...{ image, imageId: "sha256:1", build: "8.0.2-3", builtFrom: "debian-trixie", createdAt: new Date(1) },
  });
  await prisma().node.updateMany({ data: { image } });
  const admin = makeContext(await makeUser({ isAdmin: true }), { engine: made.engine });
  const hook = { platform: "webhook", name: "On call", url: "https://hooks.example.org/x", isAll: false };
  const { notifier } = await addNotifier(admin, AddNotifierInput.parse({ ...hook, kinds: TROUBLE_KINDS }));
  const asked: string[][] = [];
  return {
    made,
    asked,
    check: (ms: number, answer: SourceAnswer | DomainError, areReleasesChecked = true) =>
      keepReleases({ ...admin, areReleasesChecked }, at(ms), async (_catalog, names) => {
        asked.push(names);
        if (answer instanceof DomainError) throw answer;
        return [answer];
      }),
    seen: async () =>
      (await listReleases(admin))
        .find(({ version }) => version === "8.0.2")
        ?.builds.find(({ databases }) => databases.length > 0),
    told: async () =>
      (await listAudit(admin, ListAuditInput.parse({}))).entries
        .filter(({ on }) => on === "Redis 8.0.2")
        .map(({ what }) => what),
    delivered: async () => (await listDeliveries(notifier.id, 10)).map(({ event }) => event?.type),
  };
}

test("sources are asked once a day, not at the first start, by one of two workers, and only for what is wanted here", async () => {
  const { asked, check, seen } = await makeChecked();
  await check(0, says("8.0.2-3"));
  expect(asked).toEqual([]);
  await Promise.all([check(HOUR_MS, says("8.0.2-3")), check(HOUR_MS, says("8.0.2-3"))]);
  await check(2 * HOUR_MS, says("8.0.2-3"));
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain(NAME);
  expect(asked[0]?.join()).not.toContain("valkey");
  await check(HOUR_MS + DAY_MS, says("8.0.2-3"));
  expect(asked).toHaveLength(2);
  expect(await seen()).toMatchObject({
    newer: null,
    source: { answeredAt: at(HOUR_MS + DAY_MS).toISOString(), awaySince: null },
  });
});

test("switched off, nobody is asked, and switched on again it is due at once", async () => {
  const { asked, check } = await makeChecked();
  await check(0, says("8.0.2-3"));
  await check(HOUR_MS, says("8.0.2-3"), false);
  await check(HOUR_MS + DAY_MS, says("8.0.2-3"), false);
  expect(asked).toEqual([]);
  await check(2 * DAY_MS, says("8.0.2-3"));
  expect(asked).toHaveLength(1);
});

test("a newer build is told administrators once, also those with a notifier, with the databases that run an older one", async () => {
  const { made, check, seen, told, delivered } = await makeChecked();
  await check(0, says("8.0.2-3"));
  await check(HOUR_MS, says("8.0.2-4"));
  await check(HOUR_MS + DAY_MS, says("8.0.2-4"));
  expect(await seen()).toMatchObject({ newer: "8.0.2-4", upgradesTo: null });
  expect(await told()).toEqual([
    `found a newer build of Redis 8.0.2 at debian-trixie, 8.0.2-4; older ones are run by ${made.resourceId}.`,
  ]);
  expect(await delivered()).toEqual(["newer_build"]);
  await check(HOUR_MS + 2 * DAY_MS, says("8.0.2-5"));
  expect(await told()).toHaveLength(2);
});

test("that a source lacks fixes is told once too", async () => {
  const { made, check, told } = await makeChecked();
  const image = "berth-redis:8.0.2-aaaa";
  const builtFrom = "redis:8.0.2";
  made.engine.addBuild({
    image,
    imageId: "sha256:2",
    build: "sha256:aaaa",
    builtFrom,
    createdAt: new Date(2),
  });
  await prisma().node.updateMany({ data: { image } });
  await check(0, says("8.0.2-3"));
  await check(HOUR_MS, says("8.0.2-3"));
  await check(HOUR_MS + DAY_MS, says("8.0.2-3"));
  expect(await told()).toEqual([
    expect.stringMatching(/^found that Redis 8\.0\.2 of redis:8\.0\.2 lacks .*CVE/),
  ]);
});

test("a source that is away is told nobody: what it had stays, with since when it was not reached", async () => {
  const { check, seen, told } = await makeChecked();
  await check(0, says("8.0.2-3"));
  await check(HOUR_MS, says("8.0.2-3"));
  await check(HOUR_MS + DAY_MS, AWAY);
  await check(HOUR_MS + 2 * DAY_MS, AWAY);
  expect(await seen()).toMatchObject({
    newer: null,
    source: {
      answeredAt: at(HOUR_MS).toISOString(),
      awaySince: at(HOUR_MS + DAY_MS).toISOString(),
      reason: "connection refused",
    },
  });
  expect(await told()).toEqual([]);
  await check(HOUR_MS + 3 * DAY_MS, says("8.0.2-3"));
  expect(await seen()).toMatchObject({ source: { awaySince: null, reason: null } });
});

test("a check that comes to nothing is kept with its reason and made again an hour later; one that was cut off likewise", async () => {
  const { asked, check } = await makeChecked();
  await check(0, says("8.0.2-3"));
  await check(HOUR_MS, new DomainError("unavailable", "images_build", "no Docker engine answers"));
  expect(await findLastCheck()).toEqual({ endedAt: at(HOUR_MS), reason: "no Docker engine answers" });
  // As a worker that is killed leaves it: nothing of its end is noted.
  await expect(check(2 * HOUR_MS, new DomainError("internal", "killed", "killed"))).rejects.toThrow("killed");
  await check(2 * HOUR_MS + 1, says("8.0.2-3"));
  expect(asked).toHaveLength(2);
  await check(3 * HOUR_MS, says("8.0.2-3"));
  expect(asked).toHaveLength(3);
  expect(await findLastCheck()).toEqual({ endedAt: at(3 * HOUR_MS), reason: null });
});
