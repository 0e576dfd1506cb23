import { expect, test } from "vitest";
import { colours } from "../colour";
import { facts, table } from "./table";

test("columns are as wide as their widest cell, and headers stand in the middle", () => {
  expect(
    table(
      [{ header: "NAME" }, { header: "SIZE", align: "right" }],
      [
        ["a", "1"],
        ["longer", "12345"],
      ],
    ),
  ).toEqual(["|  NAME  |  SIZE |", "| a      |     1 |", "| longer | 12345 |"]);
});

test("a column keeps its least width, and colour does not count", () => {
  const { red } = colours(true);
  expect(table([{ header: "A", width: 5 }], [[red("ab")], ["é"]])).toEqual([
    "|   A   |",
    `| ${red("ab")}    |`,
    "| é     |",
  ]);
});

test("without rows there is the header", () => {
  expect(table([{ header: "ID" }], [])).toEqual(["| ID |"]);
});

test("facts stand below each other", () => {
  expect(
    facts([
      ["Plan", "1g"],
      ["Status", "running"],
    ]),
  ).toEqual(["| Plan   | 1g      |", "| Status | running |"]);
});
