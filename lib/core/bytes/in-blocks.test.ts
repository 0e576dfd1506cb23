import { expect, it } from "vitest";
import { inBlocks } from "./in-blocks";

async function* pieces(...lengths: number[]) {
  let next = 0;
  for (const length of lengths) yield Uint8Array.from({ length }, () => next++ % 256);
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<number[][]> {
  const blocks: number[][] = [];
  for await (const block of content) blocks.push([...block]);
  return blocks;
}

it.each([
  { lengths: [], blocks: [] },
  { lengths: [0, 0], blocks: [] },
  { lengths: [3], blocks: [3] },
  { lengths: [4], blocks: [4] },
  { lengths: [1, 0, 2, 1], blocks: [4] },
  { lengths: [9, 1, 6], blocks: [4, 4, 4, 4] },
  { lengths: [2, 7], blocks: [4, 4, 1] },
])("pieces of $lengths bytes are blocks of $blocks", async ({ lengths, blocks }) => {
  const found = await collect(inBlocks(pieces(...lengths), 4));
  expect(found.map(({ length }) => length)).toEqual(blocks);
  expect(found.flat()).toEqual((await collect(pieces(...lengths))).flat());
});

it("a block that was given out is never written to again", async () => {
  const found: Uint8Array[] = [];
  for await (const block of inBlocks(pieces(8), 4)) found.push(block);
  expect(found.map((block) => [...block])).toEqual([
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ]);
});

it("whoever stops early closes the source", async () => {
  let isClosed = false;
  async function* source() {
    try {
      for (;;) yield new Uint8Array(10);
    } finally {
      isClosed = true;
    }
  }
  for await (const _ of inBlocks(source(), 4)) break;
  expect(isClosed).toBe(true);
});
