import { describe, expect, it } from "vitest";
import { axisWords } from "./axis-words";
import { offsetOf } from "./times";

const MIDNIGHT = Date.parse("2026-11-29T00:00:00Z");

describe("words of a time axis", () => {
  it("say the clock, and the day where one begins", () => {
    expect(axisWords(Date.parse("2026-11-29T06:30:00Z"), true)).toBe("06:30");
    expect(axisWords(MIDNIGHT, true)).toBe("29 Nov");
  });

  it("go by the clock that is shown", () => {
    expect(axisWords(MIDNIGHT - offsetOf(MIDNIGHT, false), false)).toBe("29 Nov");
  });
});
