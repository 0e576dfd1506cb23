import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { usageFailure } from "./failure";

const APP_FILE = ".berth";

const Settings = z.object({
  BERTH_URL: z.url({ protocol: /^https?$/, error: "must begin with http:// or https://" }).optional(),
  BERTH_APP: z.string().optional(),
  BERTH_API_TOKEN: z.string().optional(),
  XDG_CONFIG_HOME: z.string().startsWith("/").optional().catch(undefined),
  SSH_AUTH_SOCK: z.string().optional(),
  NO_COLOR: z.string().optional(),
});
export type Settings = z.infer<typeof Settings>;

/** What the environment says. Empty means not set. @throws Failure naming the wrong variable. */
export function readSettings(): Settings {
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const parsed = Settings.safeParse(present);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw usageFailure(`${issue?.path.join(".")} ${issue?.message}.`);
}

/** The folder of what this program remembers of a person. */
export const configDir = ({ XDG_CONFIG_HOME }: Settings): string =>
  join(XDG_CONFIG_HOME ?? join(homedir(), ".config"), "berth");

/** The app that the first `.berth` file names, from `dir` upwards: its first line that is no comment. Null without one. */
export function findAppFile(dir: string): string | null {
  for (let current = dir; ; current = dirname(current)) {
    const path = join(current, APP_FILE);
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return firstLine(readFileSync(path, "utf8"));
    if (dirname(current) === current) return null;
  }
}

const firstLine = (text: string): string | null =>
  text
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#")) ?? null;
