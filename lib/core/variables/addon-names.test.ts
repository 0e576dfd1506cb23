import { expect, test } from "vitest";
import { addonVariableNames } from "./addon-names";

const cases: [string, string[], { url: string; alias: string | null }][] = [
  ["the first addon gets the plain names", [], { url: "SCALINGO_REDIS_URL", alias: "REDIS_URL" }],
  [
    "a further addon gets names with its number",
    ["SCALINGO_REDIS_URL", "REDIS_URL"],
    { url: "SCALINGO_REDIS_3031_URL", alias: "REDIS_3031_URL" },
  ],
  ["a person's own REDIS_URL is left alone", ["REDIS_URL"], { url: "SCALINGO_REDIS_URL", alias: null }],
];

test.each(cases)("%s", (_title, taken, expected) => {
  expect(addonVariableNames("my-app-3031", new Set(taken))).toEqual(expected);
});
