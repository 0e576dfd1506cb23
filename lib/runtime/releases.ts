import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_CATALOG } from "../core/engines/catalog/default";
import { type Mistake, readCatalog } from "../core/engines/catalog/read-catalog";
import type { Catalog } from "../core/engines/catalog/release";
import type { Config } from "./config";
import { writePrivately } from "./instance";
import { whyUnread } from "./unread-file";

/** The operator's file as it was when it was last accepted: what every part goes by until the next start. */
const KEPT_FILE = "engines.json";

type Settings = Pick<Config, "BERTH_DATA_DIR" | "BERTH_ENGINES_FILE">;

/** The releases in force: what was accepted at the last start, else Berth's own. */
export function loadCatalog({ BERTH_DATA_DIR }: Settings): Catalog {
  const path = join(BERTH_DATA_DIR, KEPT_FILE);
  // A Berth that knows less than the one that accepted it goes by its own.
  return existsSync(path)
    ? (readCatalog(readFileSync(path, "utf8"), DEFAULT_CATALOG).catalog ?? DEFAULT_CATALOG)
    : DEFAULT_CATALOG;
}

/** At the start: takes the operator's file over, or tells what is wrong with it and leaves the former one in force. */
export function acceptCatalog(settings: Settings, print: (line: string) => void): void {
  const kept = join(settings.BERTH_DATA_DIR, KEPT_FILE);
  if (!settings.BERTH_ENGINES_FILE) {
    rmSync(kept, { force: true });
    return;
  }
  const read = readOwn(settings.BERTH_ENGINES_FILE);
  if ("refusal" in read) print(read.refusal);
  else writePrivately(kept, read.text);
}

/** Why the operator's file is not in force, as it is now; null when nothing is wrong with it, or there is none. */
export function readCatalogRefusal({ BERTH_ENGINES_FILE }: Settings): string | null {
  if (!BERTH_ENGINES_FILE) return null;
  const read = readOwn(BERTH_ENGINES_FILE);
  return "refusal" in read ? read.refusal : null;
}

function readOwn(path: string): { text: string } | { refusal: string } {
  const found = textOf(path);
  if ("refusal" in found) return found;
  const { mistakes } = readCatalog(found.text, DEFAULT_CATALOG);
  return mistakes.length > 0 ? { refusal: refusalOf(path, mistakes) } : found;
}

function textOf(path: string): { text: string } | { refusal: string } {
  try {
    return { text: readFileSync(path, "utf8") };
  } catch (error) {
    const why = whyUnread(error);
    if (why === null) throw error;
    return { refusal: `BERTH_ENGINES_FILE (${path}) ${why}. ${IN_FORCE}` };
  }
}

const IN_FORCE =
  "The releases of engines that were accepted last stay in force until a start with a file that is right.";

function refusalOf(path: string, mistakes: readonly Mistake[]): string {
  const lines = mistakes.map(({ line, reason }) => `line ${line}: ${reason}`);
  return `BERTH_ENGINES_FILE (${path}) is not taken over: ${lines.join("; ")}. ${IN_FORCE}`;
}
