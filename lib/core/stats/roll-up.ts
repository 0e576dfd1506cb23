import { MEASURES, type Measures, nothingMeasured } from "./measures";

/** Least, mean and most of each measure over a span; `samples` is how many rounds are in it and weighs the mean. */
export type Band = { samples: number; low: Measures; mean: Measures; high: Measures };

/** One round as a band of its own. */
export const bandOf = (measures: Measures): Band => ({
  samples: 1,
  low: measures,
  mean: measures,
  high: measures,
});

/** Many bands in one: the least of the least, the most of the most, the mean weighed by rounds. What no band knows stays unknown. */
export function rollUp(bands: readonly Band[]): Band {
  const low = nothingMeasured();
  const mean = nothingMeasured();
  const high = nothingMeasured();
  for (const measure of MEASURES) {
    let weight = 0;
    let sum = 0;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const band of bands) {
      const value = band.mean[measure];
      if (value === null) continue;
      weight += band.samples;
      sum += value * band.samples;
      least = Math.min(least, band.low[measure] ?? value);
      most = Math.max(most, band.high[measure] ?? value);
    }
    if (weight === 0) continue;
    low[measure] = least;
    mean[measure] = sum / weight;
    high[measure] = most;
  }
  return { samples: bands.reduce((total, { samples }) => total + samples, 0), low, mean, high };
}
