/** Memory of a container at one moment, in bytes; null where the host does not tell. */
export type MemoryMoment = {
  usedBytes: number;
  /** File cache that the kernel can take back at any time; not counted as used. */
  cacheBytes: number;
  /** The kernel's own high-water mark since the container started, with file cache in it. */
  peakBytes: number | null;
  swapBytes: number | null;
};

/** Most memory and swap used since the database was last restarted; `swapBytes` null where swap cannot be read. */
export type Highest = { memoryBytes: number; swapBytes: number | null };

/**
 * Carries the highest on. Between two rounds the kernel's mark catches what sampling misses: when it has risen, the most that
 * may have been file cache is taken off it, so that a save to disk never counts as memory used.
 */
export function raiseHighest(
  highest: Highest | null,
  { before, now }: { before: MemoryMoment | null; now: MemoryMoment },
): Highest {
  const hasRisen = before?.peakBytes != null && now.peakBytes !== null && now.peakBytes > before.peakBytes;
  const betweenBytes =
    before && hasRisen ? (now.peakBytes ?? 0) - Math.max(before.cacheBytes, now.cacheBytes) : 0;
  const swaps = [highest?.swapBytes, now.swapBytes].filter((bytes) => bytes != null);
  return {
    memoryBytes: Math.max(highest?.memoryBytes ?? 0, now.usedBytes, betweenBytes),
    swapBytes: swaps.length > 0 ? Math.max(...swaps) : null,
  };
}
