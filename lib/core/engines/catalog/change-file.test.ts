import fc from "fast-check";
import { expect, test } from "vitest";
import { hasEntry, withoutRelease, withRelease } from "./change-file";
import { DEFAULT_CATALOG } from "./default";
import { readCatalog } from "./read-catalog";

const FILE = `{
  // Ours, since the move.
  "releases": [
    { "engine": "redis", "version": "8.0.6", "sources": [{ "debian": "sid" }] }, // sid has it
    /* nobody mends it */
    { "engine": "redis", "version": "6.0.16", "status": "withdrawn" }
  ]
}
`;
const release = (version: string) => ({ engine: "redis", version });
const statuses = (text: string) =>
  Object.fromEntries(
    (readCatalog(text, DEFAULT_CATALOG).catalog ?? []).map(({ version, status }) => [version, status]),
  );

test("a release is added to a file, to a list that ends with a comma, and to nothing", () => {
  for (const text of [FILE, FILE.replace(/\}\n {2}\]/, "},\n  ]"), '{"releases": []}', ""]) {
    const changed = withRelease(text, release("8.0.7"), [{ debian: "trixie" }]);
    expect(statuses(changed)).toEqual({ ...statuses(text || '{"releases":[]}'), "8.0.7": "offered" });
    expect(commentsOf(changed)).toEqual(commentsOf(text));
  }
});

test("a release that the file has is given other sources, and its entry stays one", () => {
  const changed = withRelease(FILE, release("8.0.6"), [{ registry: "redis:8.0.6" }]);
  const { catalog } = readCatalog(changed, DEFAULT_CATALOG);
  expect(catalog?.find(({ version }) => version === "8.0.6")?.sources).toEqual([{ registry: "redis:8.0.6" }]);
  expect(commentsOf(changed)).toEqual(commentsOf(FILE));
});

test("one of Berth's own is withdrawn, and becomes again what Berth says of it", () => {
  const withdrawn = withoutRelease(FILE, release("7.0.15"), { isOwn: true });
  expect(statuses(withdrawn)).toEqual({ ...statuses(FILE), "7.0.15": "withdrawn" });
  const again = withRelease(withdrawn, release("7.0.15"), null);
  expect(hasEntry(again, release("7.0.15"))).toBe(false);
  expect(statuses(again)).toEqual(statuses(FILE));
  expect(statuses(withRelease(FILE, release("6.0.16"), null))["6.0.16"]).toBe("deprecated");
});

test("whichever entries are removed, in whatever order, the file stays right and comments around them stay", () => {
  const versions = ["8.0.6", "8.0.7", "8.0.8", "8.0.9"];
  const list = fc.shuffledSubarray(versions, { minLength: 1 });
  fc.assert(
    fc.property(list, fc.shuffledSubarray(versions), fc.boolean(), (there, gone, endsWithComma) => {
      const entries = there.map((version) => `// over ${version}\n${entry(version)} /* at ${version} */`);
      const text = `{"releases": [\n${entries.join(",\n")}${endsWithComma ? "," : ""}\n]}`;
      const changed = gone.reduce(
        (file, version) => withoutRelease(file, release(version), { isOwn: false }),
        text,
      );
      expect(readCatalog(changed, DEFAULT_CATALOG).mistakes).toEqual([]);
      const left = there.filter((version) => !gone.includes(version));
      expect(versions.filter((version) => hasEntry(changed, release(version)))).toEqual(left.toSorted());
      expect(commentsOf(changed)).toEqual(commentsOf(text));
    }),
  );
});

const entry = (version: string) => JSON.stringify({ engine: "redis", version, sources: [{ debian: "sid" }] });
const commentsOf = (text: string) => text.match(/\/\/.*|\/\*.*?\*\//g) ?? [];
