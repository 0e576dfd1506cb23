import { expect, it } from "vitest";
import { archiveHeaders, BLOCK_BYTES, readHeader } from "./tar-header";

const AT = new Date("2026-11-28T01:00:00Z");
const GIB = 2 ** 30;

it.each([0, 1, 8 * GIB - 1, 8 * GIB, 40 * GIB])("a size of %i bytes is read as it was written", (bytes) => {
  const headers = archiveHeaders({ folder: "20261128010000_my-app-3030", bytes, at: AT });
  expect(headers).toHaveLength(2 * BLOCK_BYTES);
  expect(readHeader(headers.subarray(0, BLOCK_BYTES))).toEqual({
    name: "20261128010000_my-app-3030/",
    type: "5",
    bytes: 0,
  });
  expect(readHeader(headers.subarray(BLOCK_BYTES))).toEqual({
    name: "20261128010000_my-app-3030/dump.rdb",
    type: "0",
    bytes,
  });
});

it("a header with one byte changed is none", () => {
  const header = archiveHeaders({ folder: "a", bytes: 1, at: AT }).subarray(0, BLOCK_BYTES);
  for (const place of [0, 100, 130, 156, 257]) {
    const changed = Buffer.from(header);
    changed[place] = (changed[place] ?? 0) + 1;
    expect(readHeader(changed)).toBeNull();
  }
  expect(readHeader(header.subarray(1))).toBeNull();
});

it("a folder whose name does not fit is refused rather than cut", () => {
  expect(() => archiveHeaders({ folder: "a".repeat(92), bytes: 1, at: AT })).toThrow("too long");
});
