import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BACKGROUNDS } from "./theme";

test("the frame of the browser has the colours of the page", () => {
  const { light, dark } = BACKGROUNDS;
  expect(readFileSync("app/globals.css", "utf8")).toContain(
    `--color-background: light-dark(${light}, ${dark});`,
  );
});
