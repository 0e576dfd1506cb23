import { expect, test } from "vitest";
import { MEASURE_ROWS } from "@/lib/core/stats/measures";
import { CHARTS } from "./chart-list";

test("every chart in its order, each with its lines", () => {
  expect(CHARTS.map(({ id, lines }) => [id, ...lines.map(({ label }) => label)])).toEqual([
    ["cpu", "CPU"],
    ["memory", "Memory", "Swap"],
    ["data", "Used"],
    ["disk", "Disk"],
    ["connections", "Connections"],
    ["commands", "Commands"],
    ["reads", "Hits", "Misses"],
    ["hit-ratio", "Reads that found their key"],
    ["gone", "Expired", "Evicted", "Refused"],
    ["network", "In", "Out"],
    ["keys", "Keys"],
    ["fragmentation", "Held to used"],
  ]);
});

test("lines of a chart have one unit, and a colour each", () => {
  for (const { id, lines } of CHARTS.filter((chart) => chart.id !== "hit-ratio")) {
    expect(new Set(MEASURE_ROWS.filter(({ chart }) => chart?.in === id).map(({ unit }) => unit)).size).toBe(
      1,
    );
    expect(new Set(lines.map(({ colour }) => colour)).size).toBe(lines.length);
  }
});

test.each([
  ["cpu", 7.25, "7.3%"],
  ["memory", 2_048, "2 KiB"],
  ["network", 2_048, "2 KiB/s"],
  ["reads", 1_234, "1,234/s"],
  ["fragmentation", 1.5, "1.50"],
])("a value of %s", (id, value, text) => {
  expect(CHARTS.find((chart) => chart.id === id)?.format(value)).toBe(text);
});
