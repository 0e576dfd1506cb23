import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { x509CertificateAuthority } from "../../lib/adapters/certificates/x509";
import { nodeName, relayName } from "../../lib/core/databases/names";
import type { ImportMode } from "../../lib/core/imports/replicate";
import { MINUTE_MS } from "../../lib/core/units";
import { platform } from "../../lib/runtime/container";
import { checkImport } from "../../lib/services/imports/check-import";
import { startImport } from "../../lib/services/imports/start-import";
import { switchImport } from "../../lib/services/imports/switch-import";
import { getOperation } from "../../lib/services/operations/get-operation";
import { casesOf, isLong } from "../long";
import { ownAddress } from "../receivers";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { differences, fillWithEveryType, onNode, scanEverything } from "./every-type";
import { startFarWay } from "./far-way";
import { type Source, startSource } from "./sources";
import { docker } from "./stack";

const KEYS = isLong ? 100_000 : 3_000;
/** Of the one that lives through all deaths, and the plan that holds them. */
const MANY = isLong ? { keys: 1_000_000, planId: "1g" } : { keys: KEYS, planId: "256m" };
const TEST_MS = (isLong ? 30 : 3) * MINUTE_MS;
const PASSWORD = "password-of-the-source";
const WAIT = { timeout: MINUTE_MS, interval: 100 };

/** A name of this machine that needs no server of names: its address as one number, which every system's look-up reads. */
const OWN_NAME = `0x${Buffer.from(ownAddress().split(".").map(Number)).toString("hex")}`;

const sources: Source[] = [];
const folder = mkdtempSync(join(tmpdir(), "berth-source-"));
let berth: Awaited<ReturnType<typeof startControlPlane>>;
beforeAll(async () => {
  process.env.BERTH_IMPORT_NETWORKS = `${ownAddress()}/32`;
  process.env.NODE_EXTRA_CA_CERTS = await makeAuthority();
  berth = await startControlPlane();
});
afterAll(async () => {
  await Promise.all(sources.map(({ stop }) => stop()));
  rmSync(folder, { recursive: true });
  expect(await berth.stop()).toEqual([]);
});

/** Lays the files of a source that speaks TLS into the folder; answers the path of the authority that has signed its certificate. */
async function makeAuthority(): Promise<string> {
  const { createAuthority, issueServer } = x509CertificateAuthority;
  const authority = await createAuthority("An operator's own");
  const { certificatePem, keyPem } = await issueServer(authority, { names: [OWN_NAME], validDays: 1 });
  const files = { "cert.pem": certificatePem, "key.pem": keyPem, "authority.pem": authority.certificatePem };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  for (const name of ["", ...Object.keys(files)]) chmodSync(join(folder, name), 0o755);
  return join(folder, "authority.pem");
}

async function keysOf(redis: Source["redis"]) {
  const keys = await scanEverything(redis, { dumps: false });
  keys.delete("functions");
  return keys;
}

/** What a source was set to, and how it looks to itself. */
async function settingsOf({ redis }: Source) {
  const settings = (await redis.config("GET", "*")) as string[];
  const replicas = /connected_slaves:(\d+)/.exec(await redis.info("replication"))?.[1];
  return { settings: settings.join("\n"), replicas };
}

test(
  "one stays in step through the death of all that carries it, and switches with all that was written",
  async () => {
    const source = await startSource("7.0.15", {
      settings: ["--requirepass", PASSWORD, "--enable-debug-command", "yes"],
      options: { password: PASSWORD },
      credentials: `:${PASSWORD}@`,
    });
    sources.push(source);
    await fillWithEveryType(source.redis, MANY.keys);
    await source.redis.select(0);
    const before = await settingsOf(source);
    const app = "followers";
    const { resourceId, operationId } = await askForDatabase(berth.ctx, app, MANY.planId, "8.0.2");
    expect(await operationEnded(berth.ctx, { app, operationId })).toMatchObject({ status: "succeeded" });
    const input = { resourceId, url: source.url };
    expect(await checkImport(berth.ctx, input)).toMatchObject({ replication: { isAllowed: true } });
    expect((await settingsOf(source)).replicas, "a look makes nobody a replica").toBe("0");

    const { id } = await startImport(berth.ctx, { ...input, mode: "stay_in_step" });
    const key = { app, operationId: id };
    const lag = async () => {
      const { steps, error } = await getOperation(berth.ctx, key);
      if (error) throw new Error(error.message);
      return steps.find(({ name }) => name === "stay-in-step")?.detail;
    };
    const inStep = (keys: number) =>
      vi.waitFor(async () => expect(await lag()).toMatchObject({ lagBytes: 0, keys }), WAIT);
    // What ended it says more than that it did.
    await stepBegun(berth.ctx, key, "stay-in-step").catch(lag);
    const count = async () =>
      [...(await source.redis.info("keyspace")).matchAll(/keys=(\d+)/g)].reduce(
        (sum, [, keys]) => sum + Number(keys),
        0,
      );
    await inStep(await count());

    const { instance } = platform();
    const relay = relayName({ instance, resourceId });
    const kill = async (service: string) => {
      const [container = ""] = (await docker("ps", "-q", "-f", `name=${service}`)).split("\n");
      await docker("kill", container);
    };
    const deaths: [name: string, die: () => Promise<unknown>][] = [
      ["worker", () => berth.killWorker().then(berth.startWorker)],
      ["node", () => kill(nodeName({ instance, resourceId }, 2))],
      ["relay", () => kill(relay)],
      ["records", () => berth.killPostgres().then(() => berth.postgres.start())],
      // It loads what it saved, and is another life with another history.
      ["source", () => source.redis.save().then(() => source.redis.call("DEBUG", "RESTART").catch(() => {}))],
    ];
    for (const [name, die] of casesOf(deaths, ([name]) => name === "worker" || name === "node")) {
      await die();
      await source.redis.set(`without the ${name}`, "1");
      await inStep(await count());
    }

    await switchImport(berth.ctx, { resourceId });
    expect(await operationEnded(berth.ctx, key)).toMatchObject({ status: "succeeded", error: null });
    const all = await keysOf(source.redis);
    expect(differences(await onNode(resourceId, (redis) => keysOf(redis)), all)).toEqual([]);
    expect(await settingsOf(source)).toEqual({ ...before, replicas: "0" });
    expect(await docker("ps", "-aq", "-f", `name=${relay}`)).toBe("");
    const secret = await onNode(resourceId, (redis) => redis.config("GET", "masterauth"));
    expect(secret).toEqual(["masterauth", ""]);
  },
  TEST_MS,
);

type Way = { how: string; isTls?: true; isCertificateChecked?: boolean; delayMs?: number; mode: ImportMode };

const WAYS: Way[] = [
  { how: "by TLS, signed by an authority of the operator's", isTls: true, mode: "stay_in_step" },
  { how: "by TLS, whoever signed it", isTls: true, isCertificateChecked: false, mode: "replicate" },
  { how: "20 ms away", delayMs: 20, mode: "replicate" },
  { how: "20 ms away", delayMs: 20, mode: "stay_in_step" },
];
const isInShort = ({ isTls, isCertificateChecked, mode }: Way) =>
  isTls ? isCertificateChecked !== false : mode === "replicate";

test.each(casesOf(WAYS, isInShort))(
  "a source $how is followed ($mode), and all that it has takes over",
  async ({ isTls, isCertificateChecked = true, delayMs, mode }) => {
    const source = await startSource("7.0.15", {
      settings: ["--requirepass", PASSWORD],
      options: { password: PASSWORD },
      credentials: `:${PASSWORD}@`,
      ...(isTls && { tls: folder }),
    });
    sources.push(source);
    await fillWithEveryType(source.redis, KEYS);
    await source.redis.select(0);
    const far = delayMs === undefined ? null : await startFarWay(source.url, delayMs);
    const url = far?.url ?? (isCertificateChecked ? source.url.replace(ownAddress(), OWN_NAME) : source.url);
    const app = `ways-${WAYS.findIndex((way) => way.mode === mode && way.delayMs === delayMs)}`;
    try {
      const { resourceId, operationId } = await askForDatabase(berth.ctx, app, "256m", "8.0.2");
      expect(await operationEnded(berth.ctx, { app, operationId })).toMatchObject({ status: "succeeded" });
      const { id } = await startImport(berth.ctx, { resourceId, url, isCertificateChecked, mode });
      const key = { app, operationId: id };
      if (mode === "stay_in_step") {
        await stepBegun(berth.ctx, key, "stay-in-step");
        await source.redis.set("written while it is followed", "1");
        await switchImport(berth.ctx, { resourceId });
      }
      expect(await operationEnded(berth.ctx, key)).toMatchObject({ status: "succeeded", error: null });
      const all = await keysOf(source.redis);
      expect(differences(await onNode(resourceId, (redis) => keysOf(redis)), all)).toEqual([]);
    } finally {
      await far?.close();
    }
  },
  TEST_MS,
);
