import { describe, expect, it } from "vitest";
import { MIB } from "../core/units";
import type { Archives, ObjectSource } from "./archives";
import { CHUNK_BYTES, collect, dumpOf, piecesOf, sourceOf, withKeys } from "./archives-harness.contract";

/** What was changed, cut or mixed up on its way is never read as if it were whole. */
export function spoiltArchivesContract(archives: Archives): void {
  describe("archives that are spoilt", () => {
    const { keys, seal, readDump } = withKeys(archives);
    const spoilt = { code: "invalid", reason: "archive_spoilt" };

    it("an object for another key is told as that", async () => {
      const { object } = await seal(dumpOf(1_000));
      const other = await archives.createIdentity();
      await expect(readDump(object, other.identity)).rejects.toMatchObject({
        code: "invalid",
        reason: "archive_of_other_key",
        message: expect.stringContaining("another key"),
      });
    });

    it("an object that was cut anywhere is told as spoilt", async () => {
      const { object } = await seal(dumpOf(300_000));
      const header = object.indexOf("\n--- ") + 49;
      const chunk = CHUNK_BYTES + 16;
      const cuts = [0, 10, header, header + 16, header + 17, header + 40, object.length - 1];
      for (const end of [...cuts, header + 16 + chunk, header + 16 + 3 * chunk, 200_000])
        await expect(readDump(object.subarray(0, end)), `cut at ${end}`).rejects.toMatchObject(spoilt);
    });

    it("an object in which one byte was changed anywhere is told as spoilt", async () => {
      const { object } = await seal(dumpOf(200_000));
      const places = Array.from({ length: 40 }, (_, index) => Math.floor((index / 39) * (object.length - 1)));
      for (const place of places) {
        const changed = Buffer.from(object);
        changed[place] = (changed[place] ?? 0) ^ 0x20;
        await expect(readDump(changed), `changed at ${place}`).rejects.toMatchObject(spoilt);
      }
    });

    it("chunks in another order, doubled or left out are told as spoilt", async () => {
      const { object } = await seal(dumpOf(400_000));
      const start = object.indexOf("\n--- ") + 49 + 16;
      const chunk = (number: number) =>
        object.subarray(start + number * (CHUNK_BYTES + 16), start + (number + 1) * (CHUNK_BYTES + 16));
      const before = object.subarray(0, start);
      const after = object.subarray(start + 3 * (CHUNK_BYTES + 16));
      for (const chunks of [
        [1, 0, 2],
        [0, 1, 1],
        [0, 2],
        [0, 1, 2, 2],
      ])
        await expect(readDump(Buffer.concat([before, ...chunks.map(chunk), after]))).rejects.toMatchObject(
          spoilt,
        );
    });

    it("a source that ends before its size is told as spoilt", async () => {
      const { object } = await seal(dumpOf(300_000));
      const source: ObjectSource = {
        bytes: object.length,
        read: async ({ from, to }) => piecesOf(object.subarray(from, Math.min(to, 100_000))),
      };
      await expect(collect(archives.readDump(source, keys().identity))).rejects.toMatchObject(spoilt);
    });

    it.each([0.1, 0.5, 0.9])("a download that is spoilt %d of the way is given up there", async (where) => {
      const { object } = await seal(dumpOf(4 * MIB));
      const place = Math.floor(where * object.length);
      const changed = Buffer.from(object);
      changed[place] = (changed[place] ?? 0) ^ 0x20;
      const cut = (read: Buffer): ObjectSource => ({
        bytes: object.length,
        read: async ({ from, to }) => piecesOf(read.subarray(from, Math.min(to, place))),
      });
      for (const source of [sourceOf(changed), cut(object)]) {
        const { bytes, read } = await archives.openArchive(source, keys().identity);
        let given = 0;
        const reading = (async () => {
          for await (const piece of read({ from: 0, to: bytes })) given += piece.length;
        })();
        await expect(reading).rejects.toMatchObject(spoilt);
        expect(given).toBeLessThanOrEqual(place);
      }
    });
  });
}
