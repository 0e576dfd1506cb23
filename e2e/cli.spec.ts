import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Client } from "ssh2";
import { WebSocket } from "ws";
import { z } from "zod";
import { forward, say, signIn } from "../tests/ssh";
import { type Berth, findProcess } from "./berth";
import { countSockets, type Machine, newMachine } from "./cli";
import { hasRedis, settledContainer } from "./engine";
import { appName } from "./journeys";
import { readDatabaseSecrets } from "./records";
import { sayInLog } from "./redis";
import { test } from "./test";

test.describe.configure({ mode: "serial" });

const TUNNELS = 50;
/** For a shell. What it runs ends at once when it is told to. */
const COMMAND = `"sh -c 'trap \\"exit 0\\" TERM; while :; do sleep 0.2; done'"`;
const PING = "*1\r\n$4\r\nPING\r\n";
const Regions = z.array(z.object({ ssh: z.string() }));

let olga: Machine;
let stan: Machine;
/** The database that the first test makes. */
let resourceId: string;
let ssh: { host: string; port: number };

test.beforeAll(async ({ berth }) => {
  [olga, stan] = [await newMachine(berth, "olga"), await newMachine(berth, "stan")];
  ssh = await findGateway(berth, olga);
});
test.afterAll(() => {
  olga?.close();
  stan?.close();
});

/** What the API answers a person's token. */
async function askApi<T>(berth: Berth, { home }: Machine, path: string, schema: z.ZodType<T>): Promise<T> {
  const token = readFileSync(join(home, "token"), "utf8");
  const authorization = `Basic ${Buffer.from(`:${token}`).toString("base64")}`;
  const response = await fetch(`${berth.baseUrl}${path}`, { headers: { authorization } });
  return schema.parse(await response.json());
}

async function findGateway(berth: Berth, machine: Machine): Promise<{ host: string; port: number }> {
  const { regions } = await askApi(berth, machine, "/v1/regions", z.object({ regions: Regions }));
  const [host = "", port = ""] = regions[0]?.ssh.split(":") ?? [];
  return { host, port: Number(port) };
}

/** What `berth env` tells of the database's URL. */
async function urlOf(machine: Machine): Promise<string> {
  return (await machine.shell("berth --app my-app env-get REDIS_URL")).out.trim();
}

async function enter(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

/** As a client of Redis that has said who it is. */
async function authenticate(stream: Parameters<typeof say>[0], password: string): Promise<void> {
  expect(await say(stream, `*2\r\n$4\r\nAUTH\r\n$${password.length}\r\n${password}\r\n`)).toBe("+OK\r\n");
}

test("the lines of the guide give what the guide shows", async ({ berth }) => {
  const { shell } = olga;
  expect((await shell("berth self")).out).toBe("-----> You are logged in as olga (olga@example.org)\n");
  expect((await shell("berth create my-app")).out).toBe("App 'my-app' has been created\n");
  expect((await shell("berth addons-plans redis")).out).toMatch(/^\| 1g +\| 1g +\| +1\.0 GiB \|/m);

  const added = await shell("berth --app my-app addons-add redis 1g");
  expect(added.err).toBe("");
  resourceId = /ID: (my-app-[1-9]\d{3})\n/.exec(added.out)?.[1] ?? "";
  expect(added.out).toBe(
    `-----> Addon redis has been provisionned
       ID: ${resourceId}
       Modified variables: [REDIS_URL SCALINGO_REDIS_URL]
       Message from addon provider: Database successfully created
`,
  );
  expect((await shell("berth --app my-app addons")).out).toBe(
    `|      ADDON     |        ID        | PLAN |
| Redis | ${resourceId}      |   1g |
`,
  );
  const { passwords } = await readDatabaseSecrets(berth, resourceId);
  const url = `redis://${resourceId}:${passwords.default}@${resourceId}:6379/0`;
  expect((await shell("berth --app my-app env | grep REDIS")).out).toBe(
    `REDIS_URL=$SCALINGO_REDIS_URL\nSCALINGO_REDIS_URL=${url}\n`,
  );
  expect(await urlOf(olga)).toBe(url);

  const upgraded = await shell(`berth --app my-app addons-upgrade ${resourceId} 2g`);
  expect(upgraded.out).toBe(`-----> Addon ${resourceId} has been upgraded\n`);
  expect((await shell("berth --app my-app addons")).out).toContain(`| Redis | ${resourceId}      |   2g |`);
});

/** A measure, its last value, 48 bars of which the last has a value, and the highest value. */
const drawn = (name: string, unit: string) =>
  new RegExp(`^${name} +[\\d.]+${unit}  [ ▁-█]{47}[▁-█]  highest [\\d.]+${unit}$`, "m");

test("figures of the database: drawn, as JSON, and by any of its names", async () => {
  const Points = z.array(z.object({ time: z.iso.datetime(), value: z.number() }));
  const Drawn = z.object({ cpu: Points, memory: Points, swap: Points, disk: Points });
  const measured = async () =>
    Drawn.parse(JSON.parse((await olga.shell(`berth metrics ${resourceId} --since 1 --json`)).out));
  // What CPU was used shows from the second look on.
  const isMeasured = async () => Object.values(await measured()).every((points) => points.length > 0);
  await expect.poll(isMeasured, { timeout: 120_000 }).toBe(true);
  const { memory } = await measured();
  expect(memory.at(-1)?.value).toBeGreaterThan(1024 ** 2);

  for (const name of [resourceId, "redis"]) {
    const { out } = await olga.shell(`berth --app my-app metrics ${name} --since 1`);
    expect(out).toMatch(drawn("cpu", "%"));
    for (const measure of ["memory", "swap", "disk"]) expect(out).toMatch(drawn(measure, " (B|KiB|MiB|GiB)"));
  }
  expect((await olga.shell(`berth metrics ${resourceId} --since x`)).exitCode).toBe(2);
  expect((await stan.shell(`berth metrics ${resourceId}`)).exitCode).toBe(4);
});

const LOG_LINE = /^\d{4}-\d\d-\d\dT[\d:.]+Z \[(gateway|node-\d+)\] \S.*$/;

test("logs of the database: the last lines", async () => {
  const { shell } = olga;
  const last = async (count: number) =>
    (await shell(`berth --app my-app --addon redis logs -n ${count}`)).out.split("\n").slice(0, -1);
  // Lines of what runs are kept once a minute.
  await expect
    .poll(async () => (await last(200)).join("\n"), { timeout: 180_000 })
    .toMatch(/\[node-2\] .*Ready to accept connections/);
  const lines = await last(3);
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(LOG_LINE);

  expect((await stan.shell(`berth logs ${resourceId}`)).exitCode).toBe(4);
});

test("there is colour on a terminal, and neither in a pipe nor with NO_COLOR", async () => {
  const { shell } = olga;
  const COLOUR = "\u001b[";
  const onTerminal = (line: string) => shell(`script -qec '${line}' /dev/null`);
  const line = "berth --app my-app timeline";
  expect((await onTerminal(line)).out).toContain(COLOUR);
  expect((await onTerminal(`NO_COLOR=1 ${line}`)).out).not.toContain(COLOUR);
  for (const piped of [
    line,
    `berth metrics ${resourceId}`,
    "berth --app my-app operations",
    "berth --help",
  ]) {
    const { exitCode, out } = await shell(piped);
    expect({ exitCode, isEmpty: out === "", hasColour: out.includes(COLOUR) }, piped).toEqual({
      exitCode: 0,
      isEmpty: false,
      hasColour: false,
    });
  }
});

test("a script knows how it went by the exit code", async () => {
  const codes = [
    ["berth --app my-app addons-info", 0],
    ["berth --app my-app addons-add redis 3g", 4],
    ["berth --app no-such-app addons", 4],
    ["berth addons-add", 2],
    ["BERTH_API_TOKEN=wrong berth self", 3],
    ["BERTH_URL=http://127.0.0.1:1 BERTH_API_TOKEN=x berth self", 5],
  ] as const;
  for (const [line, code] of codes) expect.soft((await olga.shell(line)).exitCode, line).toBe(code);
  expect((await stan.shell("berth --app my-app addons")).exitCode).toBe(4);
});

test("variables, restart, containers and operations of an app with containers", async ({ berth }) => {
  const app = appName("cli");
  const { shell } = olga;
  await shell(`berth create ${app} --image berth-redis:8.0.2 --command ${COMMAND}`);
  await shell(`echo ${app} > .berth`);
  await shell("berth addons-add redis free");
  const service = `${berth.instance.id}_${app}`;
  await settledContainer(service, hasRedis);

  const set = await shell("berth env-set GREETING='two words'");
  expect(set.out).toContain("GREETING has been set to 'two words'.\n");
  const restarted = await shell("berth restart --wait");
  expect(restarted.out).toContain("Your application has been restarted.\n");
  expect(restarted.err).toMatch(/done {4}Wait for the new containers/);
  await settledContainer(service, (environment) => environment.includes("GREETING=two words"));

  expect((await shell("berth ps")).out).toMatch(/\| web-1 \| running \|/);
  const SIZE = "[\\d.]+ (B|KiB|MiB|GiB)";
  expect((await shell("berth stats")).out).toMatch(
    new RegExp(
      `^\\| +NAME +\\| +CPU +\\| +MEMORY +\\| +SWAP +\\|\n\\| web-1 +\\| \\d+% +\\| \\d+% ${SIZE}/${SIZE} +\\| .*${SIZE}/${SIZE} +\\|\n\\| +\\| +\\| Highest: ${SIZE} +\\| Highest: ${SIZE} +\\|\n$`,
    ),
  );
  const [stats] = z
    .array(z.object({ memory_usage: z.int(), memory_limit: z.int(), cpu_usage: z.int() }))
    .parse(JSON.parse((await shell("berth stats --json")).out));
  expect(stats?.memory_usage).toBeGreaterThan(0);
  expect(stats?.memory_limit).toBeGreaterThan(stats?.memory_usage ?? 0);
  const watched = await shell("script -qec 'berth restart' /dev/null");
  expect(watched.out, "on a terminal the steps are shown as they end").toMatch(
    /Wait for the new containers[\s\S]*Your application has been restarted\./,
  );
  expect((await shell("berth operations")).out).toMatch(/\| restart +\| \S+ +\| done/);
  expect((await shell("berth timeline")).out).toMatch(/ - Restart {18} - containers began to restart </);
  await shell("berth env-unset GREETING");
  expect((await shell("berth env")).out).not.toContain("GREETING");
  const database = (await shell("berth addons --json")).out;
  const [addon] = z.array(z.object({ resource_id: z.string() })).parse(JSON.parse(database));
  const removed = await shell(`berth addons-remove redis --confirm ${addon?.resource_id}`);
  expect(removed.out).toBe(`-----> Addon ${addon?.resource_id} has been destroyed\n`);
  await shell("rm .berth");
});

test("a database is reached from one's own machine, by several clients at once", async () => {
  expect((await olga.shell("berth keys-add laptop id_ed25519.pub")).exitCode).toBe(0);
  const talk = (words: string) => olga.shell(`berth --app my-app redis-console -i id_ed25519 ${words}`);
  expect((await talk("SET greeting 'two words'")).out).toBe("OK\n");
  expect((await talk("GET greeting")).out).toBe("two words\n");
  expect((await talk("CONFIG GET maxmemory")).err).toContain("NOPERM");

  const { line } = await olga.start("berth --app my-app db-tunnel -i id_ed25519 -p 24100 REDIS_URL");
  const port = Number(line.split(":")[1]);
  const password = new URL(await urlOf(olga)).password;
  const clients = await Promise.all([1, 2, 3].map(() => enter(port)));
  for (const client of clients) await authenticate(client, password);
  const answers = await Promise.all(
    clients.map((client) => say(client, "*2\r\n$3\r\nGET\r\n$8\r\ngreeting\r\n")),
  );
  expect(answers).toEqual(clients.map(() => "$9\r\ntwo words\r\n"));
});

test("plain ssh opens the same tunnel, and nothing else", async () => {
  const options =
    "-F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=known_hosts -o ExitOnForwardFailure=yes";
  const place = `-i id_ed25519 -p ${ssh.port} my-app@${ssh.host}`;
  const child = olga.start(
    `bash -c 'ssh ${options} -N -L 24200:${resourceId}:6379 ${place} & echo started; wait'`,
  );
  await child;
  const ping = async () =>
    (await olga.shell("exec 3<>/dev/tcp/127.0.0.1/24200; echo PING >&3; head -1 <&3")).out;
  await expect.poll(ping, { timeout: 40_000 }).toContain("NOAUTH");

  for (const line of [
    `ssh ${options} ${place} id`,
    `ssh -tt ${options} ${place}`,
    `ssh-agent ssh -A ${options} ${place} id`,
    `env DISPLAY=:9 ssh -Y ${options} ${place} id`,
  ])
    expect.soft((await olga.shell(`timeout 20 ${line}`)).exitCode, line).toBe(255);
  for (const target of ["169.254.169.254:80", "localhost:6379", "127.0.0.1:2375", `${resourceId}:22`]) {
    // Standard input and output of ssh itself go through a tunnel that it asks for at once.
    const { exitCode, out } = await olga.shell(`echo PING | timeout 20 ssh ${options} -W ${target} ${place}`);
    expect.soft({ exitCode, out }, target).toEqual({ exitCode: 255, out: "" });
  }
  expect((await stan.shell("berth keys-add laptop id_ed25519.pub")).exitCode).toBe(0);
  const foreign = `timeout 20 ssh ${options} -W ${resourceId}:6379 -i id_ed25519 -p ${ssh.port} git@${ssh.host}`;
  expect((await stan.shell(`echo PING | ${foreign}`)).exitCode).toBe(255);

  const { out } = await olga.shell("berth --app my-app timeline");
  for (const what of [
    "a command",
    "a shell",
    "agent forwarding",
    "X11 forwarding",
    "a tunnel to 169.254.169.254:80",
    "a tunnel to localhost:6379",
    "a tunnel to 127.0.0.1:2375",
    `a tunnel to ${resourceId}:22`,
  ])
    expect.soft(out).toContain(` - asked for ${what} from 127.0.0.1 <olga (olga@example.org)>`);
  expect(out).toContain(
    ` - asked for a tunnel to ${resourceId}:6379 from 127.0.0.1 <stan (stan@example.org)>`,
  );
});

test(`${TUNNELS} tunnels with traffic at once; those of killed clients leave nothing behind`, async ({
  berth,
}) => {
  const gateway = findProcess(berth, "dist/ssh-gateway.mjs");
  const count = () => countSockets(gateway, { exceptPort: berth.instance.postgresPort });
  const before = count();
  const password = new URL(await urlOf(olga)).password;
  const clients: Client[] = [];
  const work = Array.from({ length: TUNNELS }, async (_, index) => {
    const client = await signIn({ ...ssh, username: "git", privateKey: olga.key.privateKey });
    clients.push(client);
    const channel = await forward(client, resourceId, 6379);
    await authenticate(channel, password);
    const key = `key-${String(index).padStart(2, "0")}`;
    for (let round = 0; round < 20; round++) {
      const value = `${round}`.padEnd(1_000, "x");
      expect(await say(channel, `*3\r\n$3\r\nSET\r\n$6\r\n${key}\r\n$1000\r\n${value}\r\n`)).toBe("+OK\r\n");
      expect(await say(channel, PING)).toBe("+PONG\r\n");
    }
  });
  await Promise.all(work);
  // One to the client and one to the link for each; `before` may still count what the last test has just ended.
  expect(count()).toBeGreaterThanOrEqual(2 * TUNNELS);

  for (const client of clients) client.destroy();
  await expect.poll(count).toBeLessThanOrEqual(before);
});

test("logs of the database go on with what comes", async ({ berth }) => {
  const { more } = await olga.start("berth --app my-app --addon redis logs -n 1 -f");
  const isFollowed = async () => {
    await sayInLog(berth, { resourceId, node: "node-2" }, "a-live-word");
    return more.some((line) => LOG_LINE.test(line) && line.endsWith("a-live-word"));
  };
  await expect.poll(isFollowed, { timeout: 60_000 }).toBe(true);
});

test("logs of the database come over a WebSocket too, as the vendor's command line asks for them", async ({
  berth,
}) => {
  const path = `/api/databases/${resourceId}/logs`;
  const { url } = await askApi(berth, olga, path, z.object({ url: z.string() }));
  const client = new WebSocket(`${url.replace("http", "ws")}&stream=true`);
  const frames: string[] = [];
  client.on("message", (frame) => frames.push(String(frame)));
  await once(client, "open");
  const isFollowed = async () => {
    await sayInLog(berth, { resourceId, node: "node-2" }, "a-word-on-a-socket");
    return frames.some((frame) => frame.includes('"event":"log"') && frame.includes("a-word-on-a-socket"));
  };
  await expect.poll(isFollowed, { timeout: 60_000 }).toBe(true);
  client.terminate();
});

test("what was added is removed by typing its ID", async () => {
  const { out } = await olga.shell(`echo ${resourceId} | berth --app my-app addons-remove ${resourceId}`);
  expect(out).toBe(`-----> Addon ${resourceId} has been destroyed\n`);
});
