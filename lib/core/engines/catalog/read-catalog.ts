import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { z } from "zod";
import { ENGINES, engineOf } from "../engines";
import { DEFAULT_PROVIDER } from "../names";
import { offeredReleases } from "../versions";
import { type Catalog, lineNameOf, sorted } from "./release";
import { Release } from "./schema";

/** An operator's file: each entry adds a release, or changes what is named of one that is known. */
const OperatorsFile = z.strictObject({
  releases: z.array(Release.partial().required({ engine: true, version: true }), {
    error: "the list releases is missing",
  }),
});
type Entry = z.infer<typeof OperatorsFile>["releases"][number];

/** As much of an entry as says what it is about, whatever else is wrong with it; null for one of which not even that is right. */
const Named = Release.pick({ engine: true, version: true }).loose();
const Listed = z.object({ releases: z.array(Named.nullable().catch(null)) });
type Named = z.infer<typeof Named>;

/** Something that an operator has to mend; lines are counted from one. */
export type Mistake = { line: number; reason: string };

/** `base` with what an operator's file (JSON, with comments) says, or every mistake in it in the order of its lines. */
export function readCatalog(
  text: string,
  base: Catalog,
): { catalog: Catalog; mistakes: [] } | { catalog: null; mistakes: Mistake[] } {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  if (errors.length > 0 || !tree)
    return refused(
      errors.map(({ offset, error }) => ({ line: lineAt(offset), reason: wordsOf(error) })),
      "the file is empty",
    );
  const at = (path: readonly PropertyKey[]): number => lineAt(nodeAt(tree, path).offset);
  const content = contentOf(tree);
  const parsed = OperatorsFile.safeParse(content);
  const ofForm = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    line: at(path),
    reason: `${fieldOf(path)}${message}`,
  }));
  const named = Listed.safeParse(content).data?.releases ?? [];
  const ofContent = named.flatMap((entry, index) =>
    reasonsOf(entry, { base, earlier: named.slice(0, index) }).map((reason) => ({
      line: at(["releases", index]),
      reason,
    })),
  );
  if (!parsed.success || ofContent.length > 0) return refused([...ofForm, ...ofContent]);
  const catalog = merge(base, parsed.data.releases);
  const first = engineOf(DEFAULT_PROVIDER);
  if (offeredReleases(catalog, first).length > 0) return { catalog, mistakes: [] };
  return refused([{ line: at(["releases"]), reason: `no version of ${first.name} is left on offer` }]);
}

const refused = (mistakes: Mistake[], otherwise = "") => ({
  catalog: null,
  mistakes:
    mistakes.length > 0 ? mistakes.toSorted((a, b) => a.line - b.line) : [{ line: 1, reason: otherwise }],
});

/** `CommaExpected` as "comma expected". */
const wordsOf = (code: ParseError["error"]): string =>
  printParseErrorCode(code)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toLowerCase();

/** The place of a mistake, or the nearest that is in the file. */
function nodeAt(tree: Node, path: readonly PropertyKey[]): Node {
  const segments = path.map((part) => (typeof part === "number" ? part : String(part)));
  for (let length = segments.length; length > 0; length--) {
    const node = findNodeAtLocation(tree, segments.slice(0, length));
    if (node) return node;
  }
  return tree;
}

function contentOf({ type, value, children = [] }: Node): unknown {
  if (type === "array") return children.map(contentOf);
  if (type !== "object") return value;
  return Object.fromEntries(
    children.map(({ children: [key, content] = [] }) => [key?.value, content && contentOf(content)]),
  );
}

/** `version: `, for an entry's field; nothing where the entry itself is meant. */
const fieldOf = (path: readonly PropertyKey[]): string => {
  const names = path.filter((part) => typeof part === "string" && part !== "releases");
  return names.length > 0 ? `${names.join(".")}: ` : "";
};

function reasonsOf(
  entry: Named | null,
  { base, earlier }: { base: Catalog; earlier: (Named | null)[] },
): string[] {
  if (entry === null) return [];
  const { engine: provider, version } = entry;
  const engine = ENGINES.find((candidate) => candidate.provider === provider);
  if (!engine)
    return [`there is no engine ${provider}: ${ENGINES.map((known) => known.provider).join(", ")}`];
  const lines = engine.lines.map(({ line }) => line);
  const reasons: string[] = [];
  if (!lines.includes(lineNameOf(version)))
    reasons.push(
      `${engine.name} ${version} is of no line that Berth was tried with (${lines.join(", ")}): a replica of another may lose its data`,
    );
  const isSame = (other: Named | null): boolean => other?.engine === provider && other.version === version;
  if (earlier.some(isSame)) reasons.push(`${engine.name} ${version} stands twice`);
  if (!base.some(isSame) && !entry.sources)
    reasons.push(
      `${engine.name} ${version} is new, and needs sources: [{"registry": "…"}] or [{"debian": "…"}]`,
    );
  return reasons;
}

function merge(base: Catalog, entries: readonly Entry[]): Catalog {
  const releases = new Map(base.map((release) => [`${release.engine} ${release.version}`, release]));
  for (const entry of entries) {
    const name = `${entry.engine} ${entry.version}`;
    releases.set(name, Release.parse({ status: "offered", ...releases.get(name), ...entry }));
  }
  return sorted([...releases.values()]);
}
