import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDataDir, purgeBerth, runAdmin, startBerth } from "../e2e/berth";
import { childEnvironment } from "../lib/runtime/config";
import { becomeAdministrator } from "./administrator";
import { median, percentile, table } from "./figures";

const EMAIL = "bench@example.org";
const WARM_UPS = 5;
const RUNS = 30;
/** From the issue that asked for it. */
const TARGET_MS = 250;

/** `berth addons` from start to end on a warm machine, against a Node.js that does nothing. */
export async function cli(): Promise<Record<string, unknown>> {
  const dataDir = makeDataDir();
  const home = mkdtempSync(join(tmpdir(), "berth-bench-home-"));
  try {
    const berth = await startBerth(dataDir);
    const administrator = await becomeAdministrator(berth);
    await administrator.close();
    const environment = childEnvironment({
      HOME: home,
      XDG_CONFIG_HOME: "",
      BERTH_URL: berth.baseUrl,
      BERTH_APP: "my-app",
      BERTH_API_TOKEN: runAdmin(berth, ["token", "add", EMAIL]),
    });
    const run = (...words: string[]): number => timed(words, environment);
    run("bin/berth", "create", "my-app");
    run("bin/berth", "addons-add", "redis", "free");
    for (let count = 0; count < WARM_UPS; count++) run("bin/berth", "addons");
    const berthMs = Array.from({ length: RUNS }, () => run("bin/berth", "addons"));
    const rawMs = Array.from({ length: RUNS }, () => run("-e", "0"));
    return report(berthMs, rawMs);
  } finally {
    purgeBerth(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
    rmSync(home, { recursive: true, force: true });
  }
}

function timed(words: string[], env: NodeJS.ProcessEnv): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
  return performance.now() - startedAt;
}

function report(berthMs: number[], rawMs: number[]): Record<string, unknown> {
  const figures = {
    berth: Math.round(median(berthMs)),
    raw: Math.round(median(rawMs)),
    unit: "ms",
    berthP95: Math.round(percentile(berthMs, 0.95)),
  };
  console.log(
    table([
      ["what", "measured", "target"],
      ["berth addons, median", `${figures.berth} ms`, `<= ${TARGET_MS} ms`],
      ["berth addons, p95", `${figures.berthP95} ms`, ""],
      ["a Node.js that does nothing, median", `${figures.raw} ms`, ""],
    ]),
  );
  return figures;
}
