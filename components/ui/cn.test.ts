import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "./cn";

const wordsOf = (text: string): string[] =>
  [...text.matchAll(/["`]([^"`\n]*)["`]/g)].flatMap(([, words = ""]) => words.split(/\s+/));

/** Every word of the sources that Tailwind knows: it leaves out the first of two. */
const CLASSES = [
  ...new Set(
    ["app", "components"].flatMap((dir) =>
      readdirSync(dir, { recursive: true, encoding: "utf8" })
        .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^ui\/cn\./.test(file))
        .flatMap((file) => wordsOf(readFileSync(join(dir, file), "utf8"))),
    ),
  ),
].filter((word) => word !== "" && twMerge(`${word} ${word}`) === word);

const bare = (word: string): string => (word.startsWith("[") ? word : word.slice(word.lastIndexOf(":") + 1));

test("of any two classes that Berth uses the same one counts as by tailwind-merge", () => {
  const names = [...new Set(CLASSES.map(bare))];
  expect(names.length).toBeGreaterThan(300);
  const wrong = names.flatMap((first) =>
    names
      .filter((second) => second !== first)
      .map((second) => `${first} ${second}`)
      .filter((pair) => cn(pair) !== twMerge(pair)),
  );
  expect(wrong).toEqual([]);
});

test.each([
  ["px-2 hover:px-3", "px-2 hover:px-3"],
  ["hover:px-2 hover:px-3", "hover:px-3"],
  ["size-8 max-sm:w-8", "size-8 max-sm:w-8"],
  ["pl-4 p-2 pr-1", "p-2 pr-1"],
  ["[&_svg]:size-4 [&_svg]:size-5 size-3", "[&_svg]:size-5 size-3"],
])("of `%s` remains `%s`", (given, remaining) => {
  expect(cn(given)).toBe(remaining);
  expect(twMerge(given)).toBe(remaining);
});

test("what is false or missing is left out, and words of our own stay", () => {
  expect(cn("grid", false, undefined, null, ["gap-2"], "print-area")).toBe("grid gap-2 print-area");
});
