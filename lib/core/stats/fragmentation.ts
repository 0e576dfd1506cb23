import { MIB } from "../units";

/** Of less than this the allocator's own pages are most. */
const FRAGMENTED_FROM_BYTES = 10 * MIB;

/** Memory held to memory used; null of a server that holds so little that it says nothing. */
export const fragmentationOf = (server: {
  usedMemoryBytes: number;
  fragmentationRatio: number;
}): number | null => (server.usedMemoryBytes < FRAGMENTED_FROM_BYTES ? null : server.fragmentationRatio);
