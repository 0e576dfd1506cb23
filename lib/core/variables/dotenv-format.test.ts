import { expect, test } from "vitest";
import { parseDotenv } from "./dotenv";
import { formatDotenv } from "./dotenv-format";

const NASTY = [
  "",
  "plain",
  "two words",
  '{"a":"b #c"}',
  '"in quotes"',
  "'in quotes'",
  "'",
  '"',
  " blanks around ",
  "\ttab in front",
  "no-break space behind\u00a0",
  "\ufeffmark",
  "a #b",
  "#b",
  "a\t#b",
  "a#b",
  "-----BEGIN KEY-----\nabc=\n-----END KEY-----\n",
  'it\'s\nmore "than" one \\n line',
  "a\r\nb",
  "a\rb",
  "a #b\u2028c",
  "pa$$word",
  "$2b$10$abc",
  "$OTHER",
  "\\n in two characters",
  "ends in \\",
  "it's \\",
  "'\\\"\n#",
  "= = =",
  "export A=1",
  "ünïcödé 中",
];

test.each(NASTY.map((value) => [value]))("%j is read back as it was", (value) => {
  expect(parseDotenv(formatDotenv({ name: "A", value }))).toMatchObject({
    variables: [{ name: "A", value }],
  });
});

test("a whole file is read back, whatever stands beside what", () => {
  const variables = NASTY.map((value, index) => ({ name: `N${index}`, value }));
  expect(parseDotenv(`${variables.map(formatDotenv).join("\n")}\n`)).toMatchObject({
    isValid: true,
    variables,
  });
});

test("what needs no quotes has none", () => {
  expect(formatDotenv({ name: "URL", value: "redis://a:b$c@d:6379" })).toBe("URL=redis://a:b$c@d:6379");
  expect(formatDotenv({ name: "JSON", value: '{"a":1}' })).toBe('JSON={"a":1}');
});
