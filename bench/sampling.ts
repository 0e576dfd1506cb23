import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { NATIVE_MEMORY, WORKER_FLAGS } from "../lib/runtime/node-flags";
import { Sampled, type Setup } from "./sampled";
import { startStubLink } from "./stub-link";

const WORKER = "dist/bench-sampled-worker.mjs";
const run = promisify(execFile);

/** Rounds of a worker of its own, built and run as `bin/up` does, so that its memory holds nothing of this program. */
export async function measureSampling(
  url: string,
  { isAnswering }: Pick<Setup, "isAnswering">,
): Promise<Sampled> {
  await build({
    entryPoints: ["bench/sampled-worker.ts"],
    outfile: WORKER,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    sourcemap: true,
  });
  const dataDir = mkdtempSync(join(tmpdir(), "berth-bench-"));
  const link = await startStubLink();
  try {
    const setup: Setup = { linkOfStub: link.address, isAnswering };
    const { stdout } = await run(process.execPath, [...WORKER_FLAGS, WORKER, JSON.stringify(setup)], {
      env: {
        ...process.env,
        ...NATIVE_MEMORY,
        BERTH_DATA_DIR: dataDir,
        DATABASE_URL: url,
        BERTH_LOG_LEVEL: "error",
      },
    });
    return Sampled.parse(JSON.parse(stdout.trim().split("\n").at(-1) ?? ""));
  } finally {
    link.stop();
    rmSync(dataDir, { recursive: true, force: true });
    rmSync(WORKER, { force: true });
    rmSync(`${WORKER}.map`, { force: true });
  }
}
