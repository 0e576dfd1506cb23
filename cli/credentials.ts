import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { parseJson } from "@/lib/core/json";
import { configDir, type Settings } from "./settings";

const Credentials = z.object({ url: z.string(), token: z.string() });
/** Where one is signed in, and with which token. */
export type Credentials = z.infer<typeof Credentials>;

const pathOf = (settings: Settings): string => join(configDir(settings), "credentials.json");

/** Null before the first login, and for a file that nobody can read any more. */
export function findCredentials(settings: Settings): Credentials | null {
  const path = pathOf(settings);
  if (!existsSync(path)) return null;
  return Credentials.safeParse(parseJson(readFileSync(path, "utf8"))).data ?? null;
}

/** Written whole or not at all; only its owner reads it. */
export function saveCredentials(settings: Settings, credentials: Credentials): void {
  const path = pathOf(settings);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Safe to repeat. */
export const deleteCredentials = (settings: Settings): void => rmSync(pathOf(settings), { force: true });
