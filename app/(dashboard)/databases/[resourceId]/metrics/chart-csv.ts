import type { SeriesView } from "@/lib/contract/stats";
import type { ChartSpec } from "./chart-list";

/** A chart's figures as plain numbers: bytes, percent, or so many a second. What is not known is left empty. */
export function chartCsv({ lines }: Pick<ChartSpec, "lines">, { times, measures }: SeriesView): string {
  const head = lines.flatMap(({ label }) => [`${label} mean`, `${label} least`, `${label} most`]);
  const found = lines.map(({ of }) => of(measures));
  const rows = times.map((atMs, place) => [
    new Date(atMs).toISOString(),
    ...found.flatMap(({ mean, low, high }) => [mean, low, high].map((values) => values[place] ?? "")),
  ]);
  return [["Time", ...head], ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}
