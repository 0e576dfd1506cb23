import { expect, test } from "vitest";
import { reportMemory } from "./memory";

const key = (name: string, memoryBytes: number) => ({ key: Buffer.from(name), type: "string", memoryBytes });

test("when every key was looked at the figures are exact", () => {
  const keys = [
    key("user:1", 100),
    key("user:2", 300),
    key("cache:a:b", 50),
    key("plain", 10),
    key(":odd", 1),
  ];
  expect(reportMemory({ keys, total: 5 })).toEqual({
    total: 5,
    sampled: 5,
    isWhole: true,
    biggest: [keys[1], keys[0], keys[2], keys[3], keys[4]],
    prefixes: [
      { prefix: "user:", keys: 2, memoryBytes: 400, offBytes: 0 },
      { prefix: "cache:", keys: 1, memoryBytes: 50, offBytes: 0 },
      { prefix: "(no prefix)", keys: 2, memoryBytes: 11, offBytes: 0 },
    ],
  });
});

test("a sample stands for all keys, and says how far off it may be", () => {
  // Every tenth of 10,000 keys, half of them of each prefix.
  const keys = Array.from({ length: 1_000 }, (_, n) => key(`${n % 2 ? "a" : "b"}:${n}`, 80 + (n % 41)));
  const { prefixes, isWhole, sampled } = reportMemory({ keys, total: 10_000 });
  expect({ isWhole, sampled }).toEqual({ isWhole: false, sampled: 1_000 });
  for (const { keys: count, memoryBytes, offBytes } of prefixes) {
    expect(count).toBe(5_000);
    expect(Math.abs(memoryBytes - 500_000)).toBeLessThan(offBytes);
    expect(offBytes).toBeGreaterThan(10_000);
    expect(offBytes).toBeLessThan(50_000);
  }
});

test("without a key there is nothing to tell", () => {
  expect(reportMemory({ keys: [], total: 0 })).toMatchObject({ isWhole: true, biggest: [], prefixes: [] });
});
