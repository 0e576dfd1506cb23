import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { expect, it } from "vitest";
import { combineCrc32 } from "./crc32";

it.each([0, 1, 2, 3, 511, 1_024, 65_537, 1_000_000])(
  "the checksum of two parts, the second of %i bytes, is that of both in a row",
  (bytes) => {
    const [first, second] = [randomBytes(1_024), randomBytes(bytes)];
    const combined = combineCrc32({ first: crc32(first), second: { crc: crc32(second), bytes } });
    expect(combined).toBe(crc32(Buffer.concat([first, second])));
  },
);

it("parts of more than four gigabytes have a checksum as well", () => {
  // Twice as many zeros as the first time: the same work done in two steps.
  const bytes = 5 * 2 ** 30;
  const zeros = (first: number, count: number): number =>
    combineCrc32({ first, second: { crc: crcOfZeros(count), bytes: count } });
  const start = crc32(Buffer.from("headers"));
  expect(zeros(start, 2 * bytes)).toBe(zeros(zeros(start, bytes), bytes));
});

/** By doubling: the number of bytes is even until it is small. */
function crcOfZeros(bytes: number): number {
  if (bytes <= 2 ** 20) return crc32(Buffer.alloc(bytes));
  const half = { crc: crcOfZeros(bytes / 2), bytes: bytes / 2 };
  return combineCrc32({ first: half.crc, second: half });
}
