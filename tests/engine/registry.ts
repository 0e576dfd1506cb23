import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findFreePort } from "../postgres-server";

const docker = (words: string[]): string => execFileSync("docker", words, { encoding: "utf8" }).trim();

/** A registry on this machine (Debian's docker-registry), which the engine asks without TLS because it is the machine's own. */
export async function startRegistry() {
  const port = await findFreePort();
  const address = `127.0.0.1:${port}`;
  const folder = mkdtempSync(join(tmpdir(), "berth-registry-"));
  const config = {
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: join(folder, "data") } },
    http: { addr: address },
  };
  // JSON is YAML.
  writeFileSync(join(folder, "config.yml"), JSON.stringify(config));
  const process = spawn("docker-registry", ["serve", join(folder, "config.yml")], { stdio: "ignore" });
  const exit = new Promise<void>((done, fail) => process.once("exit", () => done()).once("error", fail));
  const answers = () =>
    fetch(`http://${address}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers()))
    await Promise.race([delay(20), exit.then(() => Promise.reject(new Error("it ended")))]);
  const references = new Set<string>();
  const end = async () => {
    process.kill("SIGTERM");
    await exit;
  };
  return {
    address,
    /** Puts a local image under a name and tag of the registry; answers the digest that it has there. */
    push: (image: string, name: string): string => {
      const reference = `${address}/${name}`;
      docker(["tag", image, reference]);
      const digest = /digest: (\S+)/.exec(docker(["push", reference]))?.[1] ?? "";
      // The engine remembers both.
      references.add(reference).add(`${reference.slice(0, reference.lastIndexOf(":"))}@${digest}`);
      return digest;
    },
    stop: end,
    /** Listens where it was, and never answers. Returns what ends that. */
    hang: async (): Promise<() => void> => {
      const server = createServer(() => {});
      await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
      return () => void server.close();
    },
    remove: async () => {
      await end();
      rmSync(folder, { recursive: true });
      // With the last of an image's names the engine forgets its digests.
      for (const reference of references)
        if (docker(["images", "--quiet", reference]) !== "") docker(["rmi", "-f", reference]);
    },
  };
}

/** Removes all images with that label and value which no container has. */
export const removeImagesWith = (label: string): string =>
  docker(["image", "prune", "--all", "--force", "--filter", `label=${label}`]);

const SERVER = "/usr/bin/redis-check-rdb";

/**
 * The server of an image under another number of the same length, which it tells of itself: an image of a version that nobody else on this
 * engine has. Its labels make it another image.
 */
export function makeVersion(
  from: { image: string; version: string },
  to: { tag: string; version: string; labels: readonly string[] },
) {
  const folder = mkdtempSync(join(tmpdir(), "berth-image-"));
  const file = join(folder, "server");
  const container = docker(["create", from.image]);
  try {
    docker(["cp", `${container}:${SERVER}`, file]);
    const program = readFileSync(file, "latin1").replaceAll(from.version, to.version);
    writeFileSync(file, program, "latin1");
    const recipe = `FROM ${from.image}\nLABEL ${to.labels.join(" ")}\nUSER 0\nCOPY server ${SERVER}\nUSER 999:999\n`;
    writeFileSync(join(folder, "Dockerfile"), recipe);
    docker(["build", "--quiet", "--tag", to.tag, folder]);
  } finally {
    docker(["rm", container]);
    rmSync(folder, { recursive: true });
  }
}
