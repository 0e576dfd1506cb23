import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  getNodeValue,
  modify,
  type Node,
  parseTree,
} from "jsonc-parser";
import type { Release } from "./schema";

type Named = Pick<Release, "engine" | "version">;

/** As jsonc-parser's scanner counts; its own list is an enum that is gone when built. */
const COMMA = 5;
const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: "\n" } };
/** What a file is that has nothing in it yet. */
const EMPTY = '{\n  "releases": []\n}\n';

/**
 * The file with a release in it: its sources where some are given, and on offer again where the file withdrew it. `text` is a file that
 * `readCatalog` accepts, or empty. Comments stay.
 */
export function withRelease(text: string, release: Named, sources: Release["sources"] | null): string {
  const added = sources ? withField(text, release, "sources", sources) : text;
  if (fieldOf(added, release, "status") !== "withdrawn") return added;
  // The reason was one for withdrawing it.
  const offered = withField(withField(added, release, "status", undefined), release, "notice", undefined);
  return fieldOf(offered, release, "sources") === undefined ? withoutEntry(offered, release) : offered;
}

/** The file after which nobody can choose a release: its entry is removed, or the release withdrawn where Berth itself knows it. */
export const withoutRelease = (text: string, release: Named, { isOwn }: { isOwn: boolean }): string =>
  isOwn ? withField(text, release, "status", "withdrawn") : withoutEntry(text, release);

/** Whether the file says something of a release. */
export const hasEntry = (text: string, release: Named): boolean => entryOf(text, release) !== null;

function fieldOf(text: string, release: Named, field: string): unknown {
  const node = entryOf(text, release)?.node;
  const found = node && findNodeAtLocation(node, [field]);
  return found && getNodeValue(found);
}

/** The file with this field of a release set, or without it for undefined; an entry is begun where there is none. */
function withField<Field extends "status" | "notice" | "sources">(
  text: string,
  release: Named,
  field: Field,
  value: Release[Field] | undefined,
): string {
  const file = text.trim() === "" ? EMPTY : text;
  const index = entryOf(file, release)?.index;
  if (index !== undefined) return applyEdits(file, modify(file, ["releases", index, field], value, FORMAT));
  const entry = { engine: release.engine, version: release.version, [field]: value };
  return applyEdits(file, modify(file, ["releases", -1], entry, { ...FORMAT, isArrayInsertion: true }));
}

/** Comments around the entry stay, those within it go. */
function withoutEntry(text: string, release: Named): string {
  const found = entryOf(text, release);
  if (!found) return text;
  const { node, previous } = found;
  const end = node.offset + node.length;
  const after = commaFrom(text, end);
  // The last one leaves the comma before it behind, where nothing follows it.
  const before = after === null && previous ? commaFrom(text, previous.offset + previous.length) : null;
  const removed = [
    { offset: node.offset, length: node.length, content: "" },
    ...[after, before].flatMap((offset) => (offset === null ? [] : [{ offset, length: 1, content: "" }])),
  ];
  return applyEdits(text, removed);
}

function entryOf(text: string, { engine, version }: Named) {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  const nodes = (tree && findNodeAtLocation(tree, ["releases"])?.children) ?? [];
  const has = (node: Node, field: string, value: string): boolean =>
    findNodeAtLocation(node, [field])?.value === value;
  const index = nodes.findIndex((entry) => has(entry, "engine", engine) && has(entry, "version", version));
  const node = nodes[index];
  return node ? { index, node, previous: nodes[index - 1] } : null;
}

/** Where the comma stands that follows, with nothing but blanks and comments before it. */
function commaFrom(text: string, offset: number): number | null {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  return scanner.scan() === COMMA ? scanner.getTokenOffset() : null;
}
