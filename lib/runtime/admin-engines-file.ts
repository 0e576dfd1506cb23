import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { nameOf } from "../core/engines/builds";
import { hasEntry, withoutRelease, withRelease } from "../core/engines/catalog/change-file";
import { DEFAULT_CATALOG } from "../core/engines/catalog/default";
import { readCatalog } from "../core/engines/catalog/read-catalog";
import type { Release } from "../core/engines/catalog/schema";
import { DomainError } from "../core/errors";

type Print = (line: string) => void;
/** Where a release is to be had, as the operator names it. */
export type SourceWords = {
  registry?: string | undefined;
  digest?: string | undefined;
  debian?: string | undefined;
};

/** Writes a release into the operator's file. @throws DomainError `invalid` when it would not be right; nothing is changed then. */
export function addRelease(print: Print, path: string | undefined, name: string, words: SourceWords): void {
  const release = releaseOf(name);
  const sources = sourcesOf(words);
  change(print, path, release, (text) => {
    if (sources || hasEntry(text, release) || DEFAULT_CATALOG.some((known) => nameOf(known) === name))
      return withRelease(text, release, sources);
    throw new DomainError("invalid", "source", `${name} is new, and needs sources: --registry or --debian.`);
  });
}

/**
 * Takes a release off the operator's file, or withdraws one that Berth itself knows. `listDatabases` tells who uses it.
 * @throws DomainError `conflict` reason `release_in_use` with the databases, `not_found` reason `release`.
 */
export async function removeRelease(
  print: Print,
  path: string | undefined,
  name: string,
  listDatabases: (engine: string, version: string) => Promise<string[]>,
): Promise<void> {
  const release = releaseOf(name);
  const databases = await listDatabases(release.engine, release.version);
  if (databases.length > 0)
    throw new DomainError(
      "conflict",
      "release_in_use",
      `${name} is in use, or kept for an undo: ${databases.join(", ")}. Upgrade these first; "status": "withdrawn" in the file keeps others from choosing it meanwhile.`,
    );
  const isOwn = DEFAULT_CATALOG.some((known) => nameOf(known) === name);
  change(print, path, release, (text) => {
    if (isOwn || hasEntry(text, release)) return withoutRelease(text, release, { isOwn });
    throw new DomainError("not_found", "release", `There is no release ${name}: see bin/admin engines list.`);
  });
}

function releaseOf(name: string): Pick<Release, "engine" | "version"> {
  const [engine, version, ...rest] = name.split(":");
  if (engine && version && rest.length === 0) return { engine, version };
  throw new DomainError("invalid", "release", "Name a release as engine and version: redis:8.0.2.");
}

function sourcesOf({ registry, digest, debian }: SourceWords): Release["sources"] | null {
  if (digest && !registry)
    throw new DomainError(
      "invalid",
      "source",
      "A digest is one of a registry's image: name it by --registry.",
    );
  const sources = [
    ...(registry ? [{ registry, ...(digest ? { digest } : {}) }] : []),
    ...(debian ? [{ debian }] : []),
  ];
  return sources.length > 0 ? sources : null;
}

function change(
  print: Print,
  path: string | undefined,
  release: Pick<Release, "engine" | "version">,
  edit: (text: string) => string,
): void {
  if (!path)
    throw new DomainError(
      "invalid",
      "settings",
      "BERTH_ENGINES_FILE names no file that releases could be written to: set it to one (docs/engines.md).",
    );
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (text.trim() !== "") assertRight(text, `${path} has mistakes, mend these first`);
  const changed = edit(text);
  if (changed === text) {
    print(`${path} says so already: nothing is changed.`);
    return;
  }
  assertRight(changed, `${nameOf(release)} cannot be written to ${path}`);
  replace(path, changed);
  print(`${path} is changed. It is in force from the next start of Berth.`);
}

function assertRight(text: string, what: string): void {
  const { mistakes } = readCatalog(text, DEFAULT_CATALOG);
  if (mistakes.length === 0) return;
  const lines = mistakes.map(({ line, reason }) => `line ${line}: ${reason}`);
  throw new DomainError("invalid", "engines_file", `${what}: ${lines.join("; ")}.`);
}

/** Whole or not at all, with the rights that the file had; a link to it stays one. */
function replace(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  const mode = existsSync(target) ? statSync(target).mode & 0o777 : 0o644;
  writeFileSync(`${target}.new`, text);
  chmodSync(`${target}.new`, mode);
  renameSync(`${target}.new`, target);
}
