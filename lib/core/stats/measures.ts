/**
 * What is measured of every database, in the order of its place in a stored row: a new one is added at the end, and none is ever
 * taken out or moved. Sizes in bytes, rates per second, CPU in percent of one core.
 */
export const MEASURES = [
  "cpuPercent",
  "memoryBytes",
  "swapBytes",
  "diskBytes",
  "connections",
  "usedMemoryBytes",
  "fragmentationRatio",
  "clients",
  "opsPerSecond",
  "hitsPerSecond",
  "missesPerSecond",
  "evictionsPerSecond",
  "expiredPerSecond",
  "rejectedPerSecond",
  "inputBytesPerSecond",
  "outputBytesPerSecond",
  "keys",
  "replicas",
] as const;
/** One of MEASURES. */
export type Measure = (typeof MEASURES)[number];

/** One round of a database; null is what could not be learnt, never a zero in its place. */
export type Measures = Record<Measure, number | null>;

/** What is known of no measure. */
export const nothingMeasured = (): Measures => ({
  cpuPercent: null,
  memoryBytes: null,
  swapBytes: null,
  diskBytes: null,
  connections: null,
  usedMemoryBytes: null,
  fragmentationRatio: null,
  clients: null,
  opsPerSecond: null,
  hitsPerSecond: null,
  missesPerSecond: null,
  evictionsPerSecond: null,
  expiredPerSecond: null,
  rejectedPerSecond: null,
  inputBytesPerSecond: null,
  outputBytesPerSecond: null,
  keys: null,
  replicas: null,
});
