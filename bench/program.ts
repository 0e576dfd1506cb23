import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Berth } from "../e2e/berth";
import { childEnvironment } from "../lib/runtime/config";

/** `bin/admin` of the Berth that is built in `buildDir`. */
function admin({ dataDir }: Berth, buildDir: string, args: string[], input = ""): string {
  const env = childEnvironment({ BERTH_DATA_DIR: dataDir });
  const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/admin.mjs", ...args], {
    cwd: buildDir,
    env,
    input,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** A JWT of that account. */
export async function tokenOf(berth: Berth, email: string, buildDir = "."): Promise<string> {
  const token = admin(berth, buildDir, ["token", "add", email, "--scope", "admin"]);
  const authorization = `Basic ${Buffer.from(`:${token}`).toString("base64")}`;
  const answer = await fetch(`${berth.baseUrl}/v1/tokens/exchange`, {
    method: "POST",
    headers: { authorization },
  });
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

/** The JWT of an administrator who was made without a browser, by the Berth that is built in `buildDir`. */
export function becomeProgram(berth: Berth, buildDir = "."): Promise<string> {
  const email = "bench@example.org";
  admin(berth, buildDir, ["user", "add", email, "--admin"], randomBytes(16).toString("hex"));
  return tokenOf(berth, email, buildDir);
}
