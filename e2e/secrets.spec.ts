import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { expect, type Page } from "@playwright/test";
import { x509CertificateAuthority } from "../lib/adapters/certificates/x509";
import type { Berth } from "./berth";
import {
  askEach,
  docker,
  findContainer,
  hasRedis,
  listAddresses,
  madeBy,
  run,
  settledContainer,
} from "./engine";
import { appName, choosePlan, createApp, seeRunning } from "./journeys";
import {
  type Certificates,
  type DatabaseSecrets,
  readCertificates,
  readDatabaseSecrets,
  readKey,
} from "./records";
import { PEOPLE } from "./state";
import { test } from "./test";

/** Set by hand as a variable: as secret as a password. */
const VARIABLE_VALUE = `token-${randomUUID()}`;

/** An app with a database that counts in it, and everything that nobody else may read. */
type Story = {
  app: string;
  resourceId: string;
  node: string;
  gateway: string;
  /** The app's container. */
  client: string;
  database: DatabaseSecrets;
  certificates: Certificates;
  /** Command lines of all processes while the database was made. */
  commandLines: Set<string>;
};

let story: Story;

test.describe.configure({ mode: "serial" });

test("an app gets a database while all processes are watched", async ({ login, berth }) => {
  const page = await login("olga");
  const app = appName("vault");
  await createApp(page, { name: app, image: "berth-demo:1" });
  await page.getByRole("link", { name: "Environment" }).click();
  await page.getByLabel("Name", { exact: true }).fill("API_TOKEN");
  await page.getByLabel("Value").fill(VARIABLE_VALUE);
  await page.getByRole("button", { name: "Add the variable" }).click();
  await expect(page.getByRole("button", { name: "Copy API_TOKEN" })).toBeVisible();

  const confirm = await choosePlan(page, app, "free");
  const watch = watchProcesses();
  await confirm.click();
  const resourceId = await seeRunning(page);
  await revealUrl(page, resourceId);
  const { instance } = berth;
  const [node, gateway] = await Promise.all([
    findContainer(`${instance.id}-${resourceId}-node-1`),
    findContainer(`${instance.id}-${resourceId}`),
  ]);
  const client = await settledContainer(`${instance.id}_${app}`, hasRedis);
  await expect
    .poll(async () => (await run(client, ["/demo/redis", "get", "ticks"])).output)
    .toMatch(/^[1-9]/);
  const commandLines = await watch.stop();
  const [database, certificates] = await Promise.all([
    readDatabaseSecrets(berth, resourceId),
    readCertificates(berth),
  ]);
  story = { app, resourceId, node, gateway, client, database, certificates, commandLines };
});

/** The URL as the Connect sheet shows it. */
async function revealUrl(page: Page, resourceId: string): Promise<string> {
  await page.goto(`/databases/${resourceId}`);
  await page.getByRole("button", { name: "Connect" }).click();
  const sheet = page.getByRole("dialog", { name: "Connect" });
  await sheet.getByRole("button", { name: "Reveal" }).click();
  const url = sheet.getByText(/redis:\/\/.*:6379\/0/).first();
  await expect(url).not.toContainText("hidden");
  return (await url.textContent()) ?? "";
}

test("the Connect sheet shows and copies the URL that the app has", async ({ login }) => {
  const page = await login("olga");
  const { resourceId, database } = story;
  const url = `redis://${resourceId}:${database.passwords.default}@${resourceId}:6379/0`;
  await page.goto(`/databases/${resourceId}`);
  await page.getByRole("button", { name: "Connect" }).click();
  const sheet = page.getByRole("dialog", { name: "Connect" });
  await expect(sheet).not.toContainText(database.passwords.default);
  await sheet.getByRole("button", { name: "Copy the URL" }).click();
  await expect(sheet.getByText("Copied.").first()).toBeAttached();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url);
  await expect(sheet, "copied without being shown").not.toContainText(database.passwords.default);
  expect(await revealUrl(page, resourceId)).toBe(url);
});

test("redis-server and haproxy are process 1, without root and without capabilities to gain it", async () => {
  for (const [container, name, uid] of [
    [story.node, "redis-server", 999],
    [story.gateway, "haproxy", 99],
  ] as const) {
    const { output } = await run(container, ["cat", "/proc/1/status"]);
    expect(output).toMatch(new RegExp(`^Name:\\s+${name}$`, "m"));
    expect(output).toMatch(new RegExp(`^Uid:\\s+${uid}\\s+${uid}\\s+${uid}\\s+${uid}$`, "m"));
    expect(output).toMatch(new RegExp(`^Gid:\\s+${uid}\\s+${uid}\\s+${uid}\\s+${uid}$`, "m"));
    expect(output, "effective capabilities").toMatch(/^CapEff:\s+0{16}$/m);
  }
});

/** Everything secret, by what it is. PEM keys by their first line of content. */
function secretsOf(berth: Berth): Record<string, string> {
  const { default: own, gateway, berth: control } = story.database.passwords;
  const keys = Object.entries(story.certificates).map(([name, { keyPem }]) => [
    `key of ${name}`,
    keyPem.split("\n")[1] ?? "",
  ]);
  return {
    "password of the addon": own,
    "password of the gateway": gateway,
    "password of the control plane": control,
    "password of PostgreSQL": berth.instance.postgresPassword,
    "key of the platform": readKey(berth).toString("base64"),
    "value of a variable": VARIABLE_VALUE,
    "password of a person": PEOPLE.olga.password,
    ...Object.fromEntries(keys),
  };
}

/** Names of the secrets that a text holds, plain or in base64. */
const leaksIn = (text: string, berth: Berth): string[] =>
  Object.entries(secretsOf(berth))
    .filter(([, secret]) => {
      if (secret.length < 16) throw new Error("too short to be searched for");
      const encoded = Buffer.from(secret)
        .toString("base64")
        .replace(/.{2}=*$/, "");
      return text.includes(secret) || text.includes(encoded);
    })
    .map(([name]) => name);

test("no secret shows in what the engine tells of anything, but the app's own environment", async ({
  berth,
}) => {
  const { everything, environments } = await inspectAll(`${berth.instance.id}_${story.app}`);
  expect(everything.length).toBeGreaterThan(10_000);
  expect(leaksIn(everything, berth)).toEqual([]);
  expect(leaksIn(environments, berth).sort()).toEqual(["password of the addon", "value of a variable"]);
});

/** What `docker inspect` says of everything there is; the environment of the app's service, tasks and containers apart. */
async function inspectAll(appService: string): Promise<{ everything: string; environments: string }> {
  const environments: unknown[] = [];
  const isOfApp = (labels: Record<string, string> | undefined, name?: string) =>
    name === appService || labels?.["com.docker.swarm.service.name"] === appService;
  const withoutEnvironment = (thing: unknown): string =>
    JSON.stringify(thing, (key, value) => {
      if (key !== "Env") return value;
      environments.push(value);
      return null;
    });
  const containers = await askEach(await docker.listContainers({ all: true }), (one) => one.inspect());
  const services = await docker.listServices();
  const appServiceId = services.find(({ Spec }) => Spec?.Name === appService)?.ID;
  const tasks: { ServiceID?: string }[] = await docker.listTasks();
  const [networks, volumes, secrets, configs, nodes, images] = await Promise.all([
    docker.listNetworks(),
    docker.listVolumes(),
    docker.listSecrets(),
    docker.listConfigs(),
    docker.listNodes(),
    docker.listImages(),
  ]);
  const told = [
    ...containers.map((one) => (isOfApp(one.Config.Labels) ? withoutEnvironment(one) : JSON.stringify(one))),
    ...services.map((one) =>
      isOfApp(undefined, one.Spec?.Name) ? withoutEnvironment(one) : JSON.stringify(one),
    ),
    ...tasks.map((one) => (one.ServiceID === appServiceId ? withoutEnvironment(one) : JSON.stringify(one))),
    ...[networks, volumes, secrets, configs, nodes, images].map((list) => JSON.stringify(list)),
  ];
  return { everything: told.join("\n"), environments: JSON.stringify(environments) };
}

test("no secret stands in the command line of any process", ({ berth }) => {
  const all = [...story.commandLines].join("\n");
  expect(all, "processes in containers are among them").toMatch(/redis-server .*6379/);
  expect(all).toContain("haproxy -f");
  expect(all).toContain("dist/index.mjs");
  expect(leaksIn(all, berth)).toEqual([]);
});

/** Notes the command line of every process of this machine, again and again. */
function watchProcesses(): { stop: () => Promise<Set<string>> } {
  const seen = new Set<string>();
  let isStopped = false;
  const look = () => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name)))
      try {
        seen.add(readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "));
      } catch {
        // It has ended meanwhile.
      }
  };
  const watching = (async () => {
    while (!isStopped) {
      look();
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  })();
  return {
    stop: async () => {
      isStopped = true;
      await watching;
      return seen;
    },
  };
}

test("no secret stands in any log", async ({ berth }) => {
  const own = await docker.listContainers({ all: true, filters: { label: [madeBy(berth.instance.id)] } });
  const said = await askEach(own, (one) => one.logs({ stdout: true, stderr: true }));
  const files = ["output", "logs/web.log", "logs/worker.log", "postgresql/log"].map((file) =>
    readFileSync(join(berth.dataDir, file), "utf8"),
  );
  const [, , worker = "", postgres = ""] = files;
  expect(worker).toContain("operation.ended");
  expect(postgres).toContain("database system is ready");
  expect(leaksIn([...files, ...said.map((text) => text.toString("utf8"))].join("\n"), berth)).toEqual([]);
});

test("the records keep secrets encrypted, and files with secrets are their owner's alone", ({ berth }) => {
  const root = join(berth.dataDir, "postgresql", "data");
  const stored = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile());
  const leaks = stored.flatMap((path) => {
    const text = readFileSync(path, "latin1");
    return leaksIn(text, berth).map((secret) => `${secret} in ${path}`);
  });
  expect(leaks).toEqual([]);
  expect(stored.some((path) => readFileSync(path, "latin1").includes(story.resourceId))).toBe(true);
  for (const name of ["key", "instance.json", "running.json", "logs/web.log", "logs/worker.log"])
    expect(statSync(join(berth.dataDir, name)).mode & 0o077, name).toBe(0);
});

test("another app's container cannot reach the database, by name or by any address", async ({
  login,
  berth,
}) => {
  const page = await login("carl");
  const app = appName("neighbour");
  await createApp(page, { name: app, image: "berth-demo:1" });
  // Its network must be a real one, with a gateway of its own.
  await (await choosePlan(page, app, "free")).click();
  const itsOwn = await seeRunning(page);
  const neighbour = await settledContainer(`${berth.instance.id}_${app}`, hasRedis);
  const knock = async (container: string, host: string) =>
    (await run(container, ["timeout", "3", "redis-cli", "-h", host, "ping"])).output;
  const { resourceId, client, node, gateway } = story;
  expect(await knock(client, resourceId), "the app itself gets as far as the password").toContain("NOAUTH");
  expect(await knock(neighbour, itsOwn), "so does the neighbour, at its own").toContain("NOAUTH");

  const names = [
    resourceId,
    `nodes.${resourceId}`,
    `${berth.instance.id}-${resourceId}`,
    `${berth.instance.id}-${resourceId}-node-1`,
    `tasks.${berth.instance.id}-${resourceId}`,
  ];
  const addresses = [...(await listAddresses(node)), ...(await listAddresses(gateway))];
  expect(addresses.length, "of node and gateway").toBeGreaterThanOrEqual(3);
  const hosts = [...names, ...addresses];
  const answers = await Promise.all(hosts.map((host) => knock(neighbour, host)));
  for (const [index, answer] of answers.entries()) expect(answer, hosts[index]).not.toMatch(/NOAUTH|PONG/);
  // The app itself has no way around the gateway either.
  const direct = [`nodes.${resourceId}`, ...(await listAddresses(node))];
  const own = await Promise.all(direct.map((host) => knock(client, host)));
  for (const [index, answer] of own.entries()) expect(answer, direct[index]).not.toMatch(/NOAUTH|PONG/);
});

test("the link refuses whoever has no certificate of this Berth", async ({ berth }) => {
  const { certificates, database, resourceId } = story;
  const stranger = await x509CertificateAuthority.createAuthority("Somebody else");
  const forged = await x509CertificateAuthority.issueClient(stranger, {
    name: "control plane",
    validDays: 1,
  });
  const client = certificates["link-client"];
  const ask = (
    proof?: { cert: string; key: string },
    servername = `${berth.instance.id}-${resourceId}-node-1`,
  ) => askThroughLink(berth.instance.linkPort, { servername, password: database.passwords.berth, proof });
  expect(await ask({ cert: client?.certificatePem ?? "", key: client?.keyPem ?? "" })).toBe(
    "+OK\r\n+PONG\r\n",
  );
  expect(await ask()).toBe("");
  expect(await ask({ cert: forged.certificatePem, key: forged.keyPem })).toBe("");
  const proof = { cert: client?.certificatePem ?? "", key: client?.keyPem ?? "" };
  expect(await ask(proof, "localhost"), "only services of this Berth").toBe("");
});

type Question = { servername: string; password: string; proof: { cert: string; key: string } | undefined };

/** What comes back for AUTH and PING, until both have an answer or the connection ends. */
function askThroughLink(port: number, { servername, password, proof }: Question): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect({ host: "127.0.0.1", port, servername, rejectUnauthorized: false, ...proof });
    socket.setTimeout(5_000, () => socket.destroy());
    socket.once("secureConnect", () => socket.write(`AUTH berth ${password}\r\nPING\r\n`));
    socket.on("data", (data: Buffer) => {
      answer += data.toString();
      if (answer.includes("PONG")) socket.destroy();
    });
    socket.on("error", () => {});
    socket.once("close", () => resolve(answer));
  });
}
