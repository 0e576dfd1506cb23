import { describe, expect, test } from "vitest";
import { parseDotenv } from "./dotenv";

const valuesOf = (text: string) => {
  const parsed = parseDotenv(text);
  return parsed.isValid
    ? Object.fromEntries(parsed.variables.map(({ name, value }) => [name, value]))
    : parsed;
};

describe("values", () => {
  test.each<[string, string, Record<string, string>]>([
    ["plain", "A=1\nB=two words\n", { A: "1", B: "two words" }],
    ["export, and spaces around name and value", "export A = 1 \n  B=2", { A: "1", B: "2" }],
    ["blank lines and comments", "\n# A=0\n   # x\nA=1\n\n", { A: "1" }],
    ["a comment after a value", "A=1 # one\nB=a#b\nC=# nothing", { A: "1", B: "a#b", C: "" }],
    ["empty values", "A=\nB=''\nC=\"\"", { A: "", B: "", C: "" }],
    ["single quotes take everything as it stands", "A='a \"b\" \\n $c # d' # e", { A: 'a "b" \\n $c # d' }],
    ["escapes within double quotes", 'A="a\\nb\\tc \\"d\\" \\\\ \\$e # f"', { A: 'a\nb\tc "d" \\ $e # f' }],
    ["quoted values over lines", "A=\"one\ntwo\"\nB='three\nfour'", { A: "one\ntwo", B: "three\nfour" }],
    ["Windows line ends", "A=1\r\nB=2\r\n", { A: "1", B: "2" }],
    ["a byte order mark", "\uFEFFA=1", { A: "1" }],
    ["equals signs in the value", "A=b=c==", { A: "b=c==" }],
    ["nothing is expanded", "A=$B $(c) `d`", { A: "$B $(c) `d`" }],
    ["the last one of a name wins", "A=1\nB=2\nA=3", { A: "3", B: "2" }],
    ["names differ by case", "a=1\nA=2", { a: "1", A: "2" }],
    ["nothing", "", {}],
  ])("%s", (_name, text, values) => {
    expect(valuesOf(text)).toEqual(values);
  });
});

test("each variable knows its line, also after values of several lines", () => {
  const parsed = parseDotenv("A='x\ny'\n\nB=1");
  expect(parsed).toMatchObject({
    variables: [
      { name: "A", line: 1 },
      { name: "B", line: 4 },
    ],
  });
});

test("every wrong line is told with its number, and nothing is taken", () => {
  expect(parseDotenv("A=1\nnonsense\nB='x' y\n=2\nC=\"open\nD=1")).toEqual({
    isValid: false,
    problems: [
      { line: 2, message: "Write NAME=value." },
      { line: 3, message: "Something stands after the closing quote." },
      { line: 4, message: "Write NAME=value." },
      { line: 5, message: "The quote is not closed." },
    ],
  });
});

test("a megabyte is read in no time", () => {
  const started = performance.now();
  parseDotenv("NAME=value # comment\n".repeat(50_000));
  parseDotenv(`A="${"\\".repeat(1_000_000)}`);
  parseDotenv(`${" ".repeat(1_000_000)}x`);
  parseDotenv(`A=${" ".repeat(1_000_000)}x`);
  expect(performance.now() - started).toBeLessThan(2_000);
});
