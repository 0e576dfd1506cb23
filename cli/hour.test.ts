import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Failure } from "./failure";
import { hourWords, parseHour } from "./hour";

const WINTER = new Date("2026-01-05T12:00:00.000Z");
const SUMMER = new Date("2026-07-05T12:00:00.000Z");

afterEach(() => vi.unstubAllEnvs());

describe("in UTC", () => {
  beforeEach(() => void vi.stubEnv("TZ", "UTC"));

  test.each([
    ["3", 3],
    ["0", 0],
    ["23", 23],
    ["03", 3],
    ["4:00", 4],
    ["4:00 UTC", 4],
    ["10:00 UTC", 10],
    ["20 UTC", 20],
    ["0 UTC", 0],
    [" 7 ", 7],
    ["3 Europe/Paris", 2],
    ["0 Europe/Paris", 23],
    ["20 America/New_York", 1],
    ["5:30 Asia/Kolkata", 0],
  ])("%j in winter is %i o'clock", (text, hour) => {
    expect(parseHour(text, WINTER)).toBe(hour);
  });

  test("a zone has the offset of that day", () => {
    expect(parseHour("3 Europe/Paris", SUMMER)).toBe(1);
  });

  test.each([
    ["25", "no hour"],
    ["24", "no hour"],
    ["-1", "no hour"],
    ["", "no hour"],
    ["noon", "no hour"],
    ["3:7", "no hour"],
    ["3 4", "no time zone 4"],
    ["3 Europe/Atlantis", "no time zone Europe/Atlantis"],
    ["3:30", "full hours of UTC"],
    ["3 Asia/Kolkata", "is 21:30 UTC"],
  ])("%j is refused: %s", (text, why) => {
    expect(() => parseHour(text, WINTER)).toThrow(Failure);
    expect(() => parseHour(text, WINTER)).toThrow(why);
  });

  test("an hour is told as it is", () => {
    expect(hourWords(3, WINTER)).toBe("3:00 UTC");
  });
});

test("elsewhere an hour without a zone is the local one, and both are told", () => {
  vi.stubEnv("TZ", "Europe/Paris");
  expect(parseHour("3", WINTER)).toBe(2);
  expect(hourWords(23, WINTER)).toBe("0:00 Europe/Paris (23:00 UTC)");
  vi.stubEnv("TZ", "Australia/Adelaide");
  expect(hourWords(3, WINTER)).toBe("13:30 Australia/Adelaide (3:00 UTC)");
});
