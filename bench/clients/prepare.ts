import { execFile } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CLIENTS_IMAGE, type Client, PACKAGES } from "./catalog";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/** Installs the packages, unless that was done before, and builds the image where one of the clients needs it. */
export async function prepare(clients: readonly Client[]): Promise<{ packagesDir: string }> {
  if (clients.some(({ image }) => image === CLIENTS_IMAGE)) await run(join(here, "image"), [CLIENTS_IMAGE]);
  return { packagesDir: await installPackages() };
}

/** A folder for each set of versions; what is whole has its final name. */
async function installPackages(): Promise<string> {
  const pins = Object.entries(PACKAGES).map(([name, pin]) => `${name}@npm:${pin}`);
  const cache = join(here, "../../node_modules/.cache");
  const dir = join(cache, `clients-${Object.values(PACKAGES).join("-")}`);
  if (existsSync(dir)) return dir;
  const unfinished = `${dir}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];
    await run("npm", ["install", "--prefix", unfinished, ...quiet, ...pins]);
    renameSync(unfinished, dir);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return dir;
}
