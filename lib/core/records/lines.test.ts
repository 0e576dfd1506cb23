import fc from "fast-check";
import { expect, test } from "vitest";
import { END_OF_TABLE, lineReader } from "./lines";

const cut = () => new Error("cut");

async function* inPieces(text: string, bytes: number) {
  const all = new TextEncoder().encode(text);
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece.slice());
  return Buffer.concat(pieces).toString();
}

/** What COPY writes: backslashes doubled, so that no row is the mark. */
const row = fc
  .string({ unit: "binary" })
  .map((text) => text.replaceAll("\\", "\\\\").replaceAll(/[\n\r]/g, "\\n"));

test("lines and tables come out as they went in, wherever the pieces end", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row), fc.integer({ min: 1, max: 9 }), async (rows, bytes) => {
      const table = rows.map((text) => `${text}\n`).join("");
      const reader = lineReader(inPieces(`first\n${table}${END_OF_TABLE}last\n`, bytes), cut);
      expect(await reader.line()).toBe("first");
      expect(await textOf(reader.rows())).toBe(Buffer.from(table).toString());
      expect(await reader.line()).toBe("last");
      expect(await reader.line()).toBeNull();
    }),
  );
});

test.each(["", "a\tb\n", "a\tb\n\\.", "a\tb\n\\N"])("a table that ends with %j is cut", async (text) => {
  const reader = lineReader(inPieces(text, 2), cut);
  await expect(textOf(reader.rows())).rejects.toThrow("cut");
});

test("a line that does not end is cut", async () => {
  await expect(lineReader(inPieces("half a li", 2), cut).line()).rejects.toThrow("cut");
});
