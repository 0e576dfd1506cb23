import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { loadInstance } from "../lib/runtime/instance";
import type { Berth } from "./berth";

/** Playwright empties it before each run. */
const DIR = "test-results";
const DATA_DIR_FILE = join(DIR, "data-dir");
const BERTH_FILE = join(DIR, "berth.json");

/** Known before the start, so that a Berth that did not start is removed too. */
export function writeDataDir(dataDir: string): void {
  mkdirSync(DIR, { recursive: true });
  writeFileSync(DATA_DIR_FILE, dataDir);
}

export const readDataDir = (): string => readFileSync(DATA_DIR_FILE, "utf8");

const Started = z.object({
  dataDir: z.string(),
  baseUrl: z.string(),
  setupUrl: z.string(),
  smtpPort: z.number(),
  providerPort: z.number(),
});

/** What `set-up.ts` tells the journeys. */
export const writeBerth = (berth: Berth): void =>
  writeFileSync(BERTH_FILE, JSON.stringify(Started.parse(berth)), { mode: 0o600 });

export function readBerth(): Berth {
  const started = Started.parse(JSON.parse(readFileSync(BERTH_FILE, "utf8")));
  return { ...started, instance: loadInstance(started.dataDir) };
}

/** Who signs in: an administrator, two who share apps, and one who has nothing to do with them. */
export const PEOPLE = {
  ada: { name: "Ada Administrator", email: "ada@example.org", password: "four words for ada" },
  olga: { name: "Olga Owner", email: "olga@example.org", password: "four words for olga" },
  carl: { name: "Carl Collaborator", email: "carl@example.org", password: "four words for carl" },
  stan: { name: "Stan Stranger", email: "stan@example.org", password: "four words for stan" },
} as const;
export type Person = keyof typeof PEOPLE;

/** Where the browser state of a signed-in person is kept. */
export const sessionFile = (person: Person): string => join(DIR, `${person}.json`);
