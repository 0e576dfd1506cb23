import { expect, test } from "vitest";
import type { SeriesView } from "@/lib/contract/stats";
import { chartCsv } from "./chart-csv";
import type { ChartLine } from "./chart-list";

const line = (label: string, mean: (number | null)[]): ChartLine => ({
  key: label,
  label,
  colour: "",
  of: () => ({ low: mean.map((value) => value && value - 1), mean, high: mean }),
});

test("a row for each moment, a gap left empty", () => {
  // Nothing else of the answer is read.
  const series = { times: [0, 10_000], measures: {} } as SeriesView;
  expect(chartCsv({ lines: [line("In", [5, null]), line("Out", [0.5, 7])] }, series).split("\r\n")).toEqual([
    "Time,In mean,In least,In most,Out mean,Out least,Out most",
    "1970-01-01T00:00:00.000Z,5,4,5,0.5,-0.5,0.5",
    "1970-01-01T00:00:10.000Z,,,,7,6,7",
    "",
  ]);
});
