/** Said of what is left out because the time of the run is over; `tests/failed.mjs` knows it by its first words. */
export const LEFT_OUT = "left out: the time of this run is over";

/** True when nothing new that takes so long is begun in this run: `BERTH_TEST_UNTIL` (seconds since 1970, set by `bin/test`) comes before. */
export const isTimeOver = (seconds = 0): boolean =>
  Date.now() / 1000 + seconds > Number(process.env.BERTH_TEST_UNTIL || Infinity);
