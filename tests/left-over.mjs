// Fails with a list when something is left of the run whose mark is in BERTH_TEST_RUN (decision 22): what it made on the engine, its
// processes, its temporary files.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Programs that are told to end are given so long. */
const ENDING_MS = 15_000;
const ENGINE = ["container", "service", "network", "secret", "volume"];
/** Of other people's programs, for their next start: Playwright, tsx, Node.js, V8. */
const CACHES = /^(playwright-transform-cache-|tsx-|node-compile-cache|v8-compile-cache)/;

const run = process.env.BERTH_TEST_RUN;
if (!run) throw new Error("BERTH_TEST_RUN is not set: bin/test starts this.");

const made = existsSync(join(run, "made"))
  ? readFileSync(join(run, "made"), "utf8")
      .split("\n")
      .map((line) => line.split(" "))
  : [];
const namesOf = (kind) => new Set(made.filter(([word]) => word === kind).map(([, name]) => name));

const lines = (command, ...words) =>
  execFileSync(command, words, { encoding: "utf8" }).split("\n").filter(Boolean);

const onEngine = (instances) =>
  [...instances].flatMap((instance) =>
    ENGINE.flatMap((kind) => {
      const [all, name] = kind === "container" ? [["--all"], "{{.Names}}"] : [[], "{{.Name}}"];
      const filter = `label=berth.instance=${instance}`;
      const found = lines("docker", kind, "ls", ...all, "--filter", filter, "--format", name);
      return found.map((one) => `${kind} ${one}`);
    }),
  );

const readOr = (path, nothing) => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has ended meanwhile.
    return nothing;
  }
};

/** What inherited the mark, or stands in the run's folder. */
const processes = () =>
  readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) =>
      [`/proc/${pid}/environ`, `/proc/${pid}/cmdline`].some((path) => readOr(path, "").includes(run)),
    )
    .map((pid) => `process ${pid} ${readOr(`/proc/${pid}/cmdline`, "").replaceAll("\0", " ").slice(0, 120)}`);

const files = () =>
  readdirSync(join(run, "tmp"))
    .filter((name) => !CACHES.test(name))
    .map((name) => `temporary ${join(run, "tmp", name)}`);

const mounts = () =>
  readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[1] ?? "")
    .filter((place) => place.startsWith(run))
    .map((place) => `mount ${place}`);

function networkNamespaces(names) {
  if (names.size === 0) return [];
  return readdirSync("/run/netns")
    .filter((name) => names.has(name))
    .map((name) => `network namespace ${name}`);
}

const look = () => [
  ...onEngine(namesOf("instance")),
  ...processes(),
  ...files(),
  ...mounts(),
  ...networkNamespaces(namesOf("netns")),
];

let found = look();
for (const startedAt = Date.now(); found.length > 0 && Date.now() - startedAt < ENDING_MS; found = look())
  await delay(500);
for (const one of found) process.stdout.write(`left over: ${one}\n`);
process.exitCode = found.length > 0 ? 1 : 0;
