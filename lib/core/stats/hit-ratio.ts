type Values = readonly (number | null)[];

/** Percent of reads that found their key, moment by moment; null where nothing was read, or nothing is known. */
export const hitRatio = (hits: Values, misses: Values): (number | null)[] =>
  hits.map((found, place) => {
    const missed = misses[place] ?? null;
    if (found === null || missed === null || found + missed === 0) return null;
    return (found / (found + missed)) * 100;
  });
