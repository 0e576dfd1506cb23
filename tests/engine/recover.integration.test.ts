import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { ageArchives } from "../../lib/adapters/archives/age";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import { nodeName } from "../../lib/core/databases/names";
import { recordsPrefix } from "../../lib/core/records/objects";
import { childEnvironment, config } from "../../lib/runtime/config";
import { createBackup } from "../../lib/services/backups/create-backup";
import { addStorage } from "../../lib/services/storages/add-storage";
import { downloadRecoveryKey } from "../../lib/services/storages/download-recovery-key";
import { listStorages } from "../../lib/services/storages/list-storages";
import { createToken } from "../../lib/services/tokens/create-token";
import { setVariable } from "../../lib/services/variables/set-variable";
import { findFreePort } from "../postgres-server";
import { startS3 } from "../tools";
import { askForDatabase, operationEnded, startControlPlane } from "./control-plane";
import { dataOf } from "./data";
import { containerOf, shell } from "./stack";

const WAIT = { timeout: 120_000, interval: 100 };
const APPS = ["first", "second"];

const home = mkdtempSync(join(tmpdir(), "berth-recover-"));
// As root PostgreSQL runs as a user of its own, who must reach its folder.
chmodSync(home, 0o711);
/** All that outlives the first Berth. */
const folder = join(home, "storage");
const keyFile = join(home, "recovery-key.txt");
const dataDir = join(home, "data");
let lost: { instance: string; token: string; resourceIds: string[]; taken: string };
let baseUrl = "";
/** The other storage that outlives it. */
const BUCKET = "backups";
let s3: Awaited<ReturnType<typeof startS3>>;
const settings = async () => ({
  endpoint: await s3.endpoint(),
  region: "us-east-1",
  bucket: BUCKET,
  accessKeyId: "test",
  secretAccessKey: "test-secret",
});

type Ran = { status: number | null; said: string };

function run(program: string, words: string[], env: Record<string, string> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`dist/${program}.mjs`, ...words], {
    encoding: "utf8",
    env: childEnvironment({ BERTH_DATA_DIR: dataDir, ...env }),
  });
  return { status, said: `${stdout}${stderr}` };
}

const recover = (...words: string[]): Ran =>
  run("admin", ["recover", "--folder", folder, "--key", keyFile, ...words]);

/** A Berth with two apps, each with a variable and a database with a key, all of it backed up; then nothing of it is left. */
async function makeAndLose() {
  const berth = await startControlPlane();
  const { ctx } = berth;
  mkdirSync(folder, { mode: 0o700 });
  await addStorage(ctx, { kind: "folder", name: "elsewhere", path: folder });
  await addStorage(ctx, { kind: "s3", name: "in a bucket", prefix: "", ...(await settings()) });
  writeFileSync(keyFile, (await downloadRecoveryKey(ctx)).content, { mode: 0o600 });
  const { token } = await createToken(ctx, { name: "kept", scope: "admin" });
  const resourceIds: string[] = [];
  for (const app of APPS) {
    const asked = await askForDatabase(ctx, app, "256m");
    expect(await operationEnded(ctx, asked)).toMatchObject({ status: "succeeded" });
    const { resourceId } = asked;
    resourceIds.push(resourceId);
    await setVariable(ctx, { app, name: "WORD", value: `of ${app}` });
    await (await dataOf(ctx, resourceId)).ask([`SET word "of ${app}"`]);
    const { operation } = await createBackup(ctx, { resourceId });
    expect(await operationEnded(ctx, { app, operationId: operation.id })).toMatchObject({
      status: "succeeded",
    });
  }
  const taken = run("admin", ["back-up-records"], { BERTH_DATA_DIR: berth.dataDir });
  expect(taken).toMatchObject({ status: 0 });
  const storageId = (await listStorages(ctx)).find(({ name }) => name === "elsewhere")?.id ?? "";
  // As one that recovers a machine on which Berth lives.
  const present = run("admin", ["recover", "--folder", folder, "--key", keyFile], {
    BERTH_DATA_DIR: berth.dataDir,
  });
  expect(present).toMatchObject({ status: 1, said: expect.stringContaining("There is a Berth") });
  expect(await berth.stop()).toEqual([]);
  const records = join(folder, recordsPrefix(ctx.instance), storageId);
  return { instance: ctx.instance, token, resourceIds, taken: join(records, readdirSync(records)[0] ?? "") };
}

beforeAll(async () => {
  s3 = await startS3(BUCKET);
  lost = await makeAndLose();
}, 240_000);
afterAll(async () => {
  await s3?.stop();
  if (existsSync(join(dataDir, "instance.json")))
    expect(run("down", ["--purge"])).toMatchObject({ status: 0 });
  rmSync(home, { recursive: true, force: true });
});

test("a wrong key, a wrong folder and a missing file are told, and leave nothing", async () => {
  const other = join(home, "other-key.txt");
  writeFileSync(other, (await ageArchives.createIdentity()).identity);
  const empty = join(home, "empty");
  mkdirSync(empty);
  const words = [
    ["--folder", folder, "--key", other],
    ["--folder", folder, "--key", join(home, "nowhere")],
    ["--folder", folder, "--key", lost.taken],
    ["--folder", empty, "--key", keyFile],
    ["--folder", join(home, "nowhere"), "--key", keyFile],
    ["--key", keyFile],
  ];
  const said = words.map(
    (each) =>
      run("admin", ["recover", ...each])
        .said.split("\n")
        .at(-2) ?? "",
  );
  expect(said).toEqual([
    expect.stringMatching(/^This is the recovery key of another Berth/),
    expect.stringMatching(/cannot be read \(ENOENT\)/),
    expect.stringMatching(/^There is no recovery key in that file/),
    expect.stringMatching(/holds no backup of the records of a Berth/),
    expect.stringMatching(/it is not there/),
    expect.stringMatching(/^Say where the backups are/),
  ]);
  expect(existsSync(dataDir) ? readdirSync(dataDir) : []).toEqual([]);
});

test("a newer copy that was cut is passed over, and a recovery that is killed is run again", async () => {
  const cut = lost.taken.replace(
    /\/\d{14}-(.)/,
    (_all, digit) => `/20991231000000-${digit === "a" ? "b" : "a"}`,
  );
  copyFileSync(lost.taken, cut);
  truncateSync(cut, 3_000);
  const killed = spawn(
    process.execPath,
    ["dist/admin.mjs", "recover", "--folder", folder, "--key", keyFile],
    {
      stdio: "ignore",
      env: childEnvironment({ BERTH_DATA_DIR: dataDir }),
    },
  );
  await vi.waitFor(
    () => expect(existsSync(join(dataDir, "recovering/postgresql/data/postmaster.pid"))).toBe(true),
    WAIT,
  );
  killed.kill("SIGKILL");
  expect(existsSync(join(dataDir, "instance.json"))).toBe(false);

  const { status, said } = recover();
  expect(said).toContain("cannot be used: The stored archive is spoilt");
  expect(said).toContain("2 apps and 2 databases are in the records.");
  expect(said).toContain("The data of 2 of the databases is not on this machine.");
  expect(status).toBe(0);
  expect(readdirSync(dataDir)).not.toContain("recovering");
  expect(recover()).toMatchObject({ status: 1, said: expect.stringContaining("There is a Berth") });
});

test("from a bucket: its settings come from a file, and a wrong bucket or a missing setting is told", async () => {
  const elsewhere = join(home, "from-bucket");
  const file = join(home, "bucket.json");
  const from = async (changes: object = {}) => {
    writeFileSync(file, JSON.stringify({ ...(await settings()), ...changes }));
    return run("admin", ["recover", "--s3", file, "--key", keyFile], { BERTH_DATA_DIR: elsewhere });
  };
  const wrong = await from({ bucket: "nothing-there" });
  expect(wrong).toMatchObject({ status: 1, said: expect.stringContaining("nothing-there") });
  expect(await from({ region: undefined })).toMatchObject({
    status: 1,
    said: expect.stringContaining("region"),
  });
  expect(existsSync(elsewhere) ? readdirSync(elsewhere) : []).toEqual([]);
  const { status, said } = await from();
  expect(said).toContain("2 apps and 2 databases are in the records.");
  expect(status).toBe(0);
  rmSync(elsewhere, { recursive: true });
});

async function startAgain(): Promise<void> {
  const [port, sshPort] = [await findFreePort(), await findFreePort()];
  baseUrl = `http://localhost:${port}`;
  const output = openSync(join(home, "output"), "a");
  spawn(process.execPath, ["dist/up.mjs"], {
    detached: true,
    stdio: ["ignore", output, output],
    env: childEnvironment({ BERTH_DATA_DIR: dataDir, PORT: String(port), BERTH_SSH_PORT: String(sshPort) }),
  }).unref();
  closeSync(output);
  await vi.waitFor(() => expect(readFileSync(join(home, "output"), "utf8")).toContain("Ctrl-C"), WAIT);
}

/** By the token of the Berth that was lost. */
async function ask(path: string): Promise<unknown> {
  const headers = { Authorization: `Basic ${Buffer.from(`:${lost.token}`).toString("base64")}` };
  const exchanged = await fetch(`${baseUrl}/v1/tokens/exchange`, { method: "POST", headers });
  const { token } = (await exchanged.json()) as { token: string };
  return (await fetch(`${baseUrl}${path}`, { headers: { Authorization: `Bearer ${token}` } })).json();
}

test("everything is back: apps, addons, variables, accounts and the data of every database", async () => {
  await startAgain();
  const restored = run("admin", ["restore-all"]);
  expect(restored.said.match(/is restored/g)).toHaveLength(2);
  expect(restored.status).toBe(0);
  const engine = dockerodeEngine({ instance: lost.instance, socketPath: config().BERTH_DOCKER_SOCKET });
  for (const [index, app] of APPS.entries()) {
    const resourceId = lost.resourceIds[index] ?? "";
    expect(await ask(`/v1/apps/${app}/addons`)).toMatchObject({
      addons: [{ resource_id: resourceId, status: "running" }],
    });
    const { variables } = (await ask(`/v1/apps/${app}/variables`)) as {
      variables: { name: string; value: string }[];
    };
    const valueNamed = (name: string) => variables.find((variable) => variable.name === name)?.value ?? "";
    expect(valueNamed("WORD")).toBe(`of ${app}`);
    const container = await containerOf(engine, nodeName({ instance: lost.instance, resourceId }, 2));
    const { password } = new URL(valueNamed("SCALINGO_REDIS_URL"));
    expect(await shell(container, "redis-cli GET word", { REDISCLI_AUTH: password })).toBe(`of ${app}\n`);
  }
  // What it recovered from is its storage now, and the next copy goes there, too.
  expect(run("admin", ["back-up-records"])).toMatchObject({
    status: 0,
    said: expect.stringMatching(/^well\s+elsewhere$/m),
  });
  expect(run("admin", ["restore-all"]).said).toContain("there is nothing to restore");
}, 480_000);
