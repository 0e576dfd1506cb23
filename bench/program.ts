import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Berth } from "../e2e/berth";
import { childEnvironment } from "../lib/runtime/config";

/** The JWT of an administrator who was made without a browser, by the Berth that is built in `buildDir`. */
export async function becomeProgram({ baseUrl, dataDir }: Berth, buildDir = "."): Promise<string> {
  const admin = (args: string[], input = ""): string => {
    const env = childEnvironment({ BERTH_DATA_DIR: dataDir });
    const { status, stdout, stderr } = spawnSync(process.execPath, ["dist/admin.mjs", ...args], {
      cwd: buildDir,
      env,
      input,
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const email = "bench@example.org";
  admin(["user", "add", email, "--admin"], randomBytes(16).toString("hex"));
  const token = admin(["token", "add", email, "--scope", "admin"]);
  const authorization = `Basic ${Buffer.from(`:${token}`).toString("base64")}`;
  const answer = await fetch(`${baseUrl}/v1/tokens/exchange`, { method: "POST", headers: { authorization } });
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}
