import { once } from "node:events";
import { connect } from "node:net";
import { resolve } from "node:path";
import { expect } from "@playwright/test";
import { say } from "../tests/ssh";
import { type Ended, type Machine, newMachine } from "./cli";
import { hasRedis, settledContainer } from "./engine";
import { appName } from "./journeys";
import { test } from "./test";

/** The vendor's own program, which is not ours to bring along. */
const BINARY = process.env.SCALINGO_CLI;

test.describe.configure({ mode: "serial" });
test.skip(
  !BINARY,
  "SCALINGO_CLI is not set: with SCALINGO_CLI=/path/to/scalingo these tests run that program against this Berth",
);

const app = appName("vendor");
const COMMAND = `"sh -c 'trap \\"exit 0\\" TERM; while :; do sleep 0.2; done'"`;
let olga: Machine;
/** Before its words: where Berth is, and who asks. Each machine has a home of its own, where regions are remembered. */
let program: string;
let addonId: string;
let resourceId: string;

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

test.beforeAll(async ({ berth }) => {
  olga = await newMachine(berth, "olga");
  // By this name the program breaks when an app is not found.
  const address = berth.baseUrl.replace("localhost", "127.0.0.1");
  program = [
    "env",
    ...["AUTH", "API", "DB"].map((part) => `SCALINGO_${part}_URL=${address}`),
    'SCALINGO_API_TOKEN="$(cat token)"',
    "DISABLE_UPDATE_CHECKER=true",
    quoted(resolve(BINARY ?? "")),
  ].join(" ");
});
test.afterAll(() => olga?.close());

/** Runs it; it stops with a fault of its own where an answer is not what it knows. */
async function scalingo(words: string, input = ""): Promise<Ended> {
  const ended = await olga.shell(`${input && `echo ${input} | `}${program} ${words}`);
  expect(ended.out + ended.err, words).not.toMatch(/panic|goroutine/);
  return ended;
}

const ofApp = (words: string, input?: string) => scalingo(`--app ${app} ${words}`, input);

/** Cells of a table, line by line, without its borders. */
const rowsOf = ({ out }: Ended): string[][] =>
  out
    .split("\n")
    .filter((line) => line.startsWith("│"))
    .map((line) =>
      line
        .split("│")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const addonRow = async () => rowsOf(await ofApp("addons")).find(([name]) => name === "Redis® OSS");

test("one signs in by a token", async () => {
  const hello = await scalingo('login --api-token "$(cat token)"');
  expect(hello).toMatchObject({ exitCode: 0, out: expect.stringContaining("Hello olga, nice to see you!") });
  expect((await scalingo("self")).out).toContain("You are logged in as olga (olga@example.org)");
  expect(rowsOf(await scalingo("regions")).flat()).toContain("berth");
});

test("an app is made and listed; one that is not there is told", async () => {
  expect((await scalingo(`create ${app}`)).out).toContain(`App '${app}' has been created`);
  expect(rowsOf(await scalingo("apps")).map(([name]) => name)).toContain(app);
  const missing = await scalingo("--app no-such-app addons");
  expect(missing.exitCode).toBe(1);
  expect(missing.out + missing.err).toContain("The application was not found");
});

test("an addon is chosen, added, shown and upgraded", async () => {
  expect(rowsOf(await scalingo("addons-list"))).toContainEqual(["redis", "Redis® OSS"]);
  expect(rowsOf(await scalingo("addons-plans redis")).map(([id]) => id)).toContain("256m");
  const unknown = await ofApp("addons-add redis nope");
  expect(unknown.exitCode).toBe(1);
  expect(unknown.out + unknown.err).toContain("no plan nope found for addon redis");

  const added = await ofApp("addons-add redis 256m");
  resourceId = new RegExp(`ID: (${app}-\\d{4})\n`).exec(added.out)?.[1] ?? "";
  expect(added.out).toContain(
    `-----> Addon redis has been provisionned
       ID: ${resourceId}
       Modified variables: [REDIS_URL SCALINGO_REDIS_URL]
       Message from addon provider: Database successfully created
`,
  );
  const expected = ["Redis® OSS", expect.stringMatching(/^ad-/), "256m", "running"];
  await expect.poll(addonRow, { timeout: 120_000 }).toEqual(expected);
  addonId = (await addonRow())?.[1] ?? "";
  for (const name of [addonId, "redis"]) {
    const rows = rowsOf(await ofApp(`addons-info ${name}`));
    expect(rows).toContainEqual(["Database Type", "redis"]);
    expect(rows).toContainEqual(["Version", "8.0.2"]);
  }
  expect((await ofApp("addons-upgrade redis 512m")).out).toContain(`Addon ${addonId} has been upgraded`);
  await expect.poll(async () => (await addonRow())?.[2], { timeout: 120_000 }).toBe("512m");
});

test("variables are shown, set and unset", async () => {
  const { out } = await ofApp("env");
  expect(out).toContain("REDIS_URL=$SCALINGO_REDIS_URL\n");
  const url = new RegExp(`^SCALINGO_REDIS_URL=(redis://${resourceId}:.+@${resourceId}:6379/0)$`, "m");
  expect((await ofApp("env-get REDIS_URL")).out).toBe(`${url.exec(out)?.[1]}\n`);
  expect((await ofApp("env-set LEVEL=debug")).out).toContain("LEVEL has been set to 'debug'.");
  expect((await ofApp("env")).out).toContain("LEVEL=debug\n");
  expect((await ofApp("env-unset LEVEL")).out).toContain("LEVEL has been unset.");
  expect((await ofApp("env")).out).not.toContain("LEVEL");
});

test("what happened is told", async () => {
  const sentence = `'${resourceId}' (redis) has been added (plan '256m') <olga (olga@example.org)>`;
  expect((await ofApp("timeline")).out).toContain(sentence);
  expect((await scalingo("user-timeline")).out).toContain(`'${resourceId}' (redis) has been added`);
});

test("lines of the log are printed", async () => {
  const lines = async () => (await ofApp("--addon redis logs -n 100")).out;
  await expect.poll(lines, { timeout: 180_000 }).toContain("Ready to accept connections");
});

test("containers are listed, measured and restarted", async ({ berth }) => {
  const other = appName("vendor-x");
  await olga.shell(`berth create ${other} --image berth-redis:8.0.2 --command ${COMMAND}`);
  await scalingo(`--app ${other} addons-add redis free`);
  await settledContainer(`${berth.instance.id}_${other}`, hasRedis);
  const run = (words: string) => scalingo(`--app ${other} ${words}`);
  await expect.poll(async () => rowsOf(await run("ps"))).toContainEqual(expect.arrayContaining(["web-1"]));
  expect(rowsOf(await run("stats")).flat()).toContain("web-1");
  expect((await run("restart --synchronous")).out).toContain("Your application has been restarted.");
});

test("a tunnel leads to the database", async () => {
  expect((await olga.shell("berth keys-add laptop id_ed25519.pub")).exitCode).toBe(0);
  const { line } = await olga.start(`${program} --app ${app} db-tunnel -i id_ed25519 -p 24300 REDIS_URL`);
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(line)?.[1]);
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  expect(await say(socket, "PING\r\n")).toContain("NOAUTH");
  socket.destroy();
});

test("what was added is removed by typing its ID, and one signs out", async () => {
  expect((await ofApp(`addons-remove ${addonId}`, addonId)).out).toContain(
    `Addon ${addonId} has been destroyed`,
  );
  await expect.poll(addonRow, { timeout: 120_000 }).toBeUndefined();
  expect((await scalingo("logout")).out).toContain("Scalingo credentials have been deleted.");
});
