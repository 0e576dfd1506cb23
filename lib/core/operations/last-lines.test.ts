import { expect, test } from "vitest";
import { withLastLines, withoutLastLines } from "./last-lines";

test.each([[[]], [["password is x"]], [["one", "It wrote last:", "two"]]])(
  "%j is added and taken away",
  (lines) => {
    const message = "It did not stay up: exit code 7.";
    const whole = withLastLines(message, lines);
    for (const line of lines) expect(whole).toContain(line);
    expect(withoutLastLines(whole)).toBe(message);
  },
);
