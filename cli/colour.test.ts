import { expect, test } from "vitest";
import { colours, toScreen, uncoloured } from "./colour";

test.each([
  ["the screen cleared", "a\u001b[2Jb", "a\\x1b[2Jb"],
  ["a title", "\u001b]0;owned\u0007", "\\x1b]0;owned\\x07"],
  ["a line written over", "real\rfake", "real\\x0dfake"],
  ["a colour, though it is one of ours", "\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
  ["sequences in one character", "\u009b2J\u007f", "\\x9b2J\\x7f"],
  ["lines, tabs and letters", "a\n\tä 中 🚢", "a\n\tä 中 🚢"],
])("%s is shown as text", (_name, text, shown) => {
  expect(toScreen(text)).toBe(shown);
});

test("our own colours are colours, and what they colour is text", () => {
  const { red } = colours(true);
  expect(toScreen(red("a\u001b[2J"))).toBe("\u001b[31ma\\x1b[2J\u001b[0m");
  expect(uncoloured(red("a"))).toBe("a");
  expect(colours(false).red("a")).toBe("a");
});
