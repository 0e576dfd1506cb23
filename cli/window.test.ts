import { afterEach, describe, expect, test, vi } from "vitest";
import { parseWindow, windowWords } from "./window";

const NOW = new Date("2026-01-07T10:00:00Z");
afterEach(() => vi.unstubAllEnvs());

const window = (weekday_utc: number, starting_hour_utc: number) => ({ weekday_utc, starting_hour_utc });

describe.each([
  ["UTC", "Tuesdays at 21:00 (08 hours)", window(2, 22), window(5, 22), window(5, 21)],
  ["Asia/Tokyo", "Wednesdays at 06:00 (08 hours)", window(3, 13), window(5, 13), window(4, 21)],
  ["America/New_York", "Tuesdays at 16:00 (08 hours)", window(3, 3), window(6, 3), window(5, 21)],
])("in %s", (zone, words, hour, both, day) => {
  const present = { ...window(2, 21), duration_in_hour: 8 };
  test("a window is told and read in the local time", () => {
    vi.stubEnv("TZ", zone);
    expect(windowWords(present, NOW)).toBe(words);
    expect(parseWindow({ day: undefined, hour: "22" }, present, NOW)).toEqual(hour);
    expect(parseWindow({ day: "friday", hour: "22" }, present, NOW)).toEqual(both);
    expect(parseWindow({ day: "Friday", hour: undefined }, present, NOW)).toEqual(day);
  });
});

test("what is no day asks for nothing", () => {
  expect(() => parseWindow({ day: "someday", hour: undefined }, window(0, 0), NOW)).toThrow("no weekday");
});
