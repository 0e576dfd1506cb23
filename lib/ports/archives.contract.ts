import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MIB } from "../core/units";
import type { Archives, ObjectSource } from "./archives";
import {
  CHUNK_BYTES,
  collect,
  dumpOf,
  FOLDER,
  sealed,
  sha256,
  sourceOf,
  TAKEN_AT,
  withKeys,
} from "./archives-harness.contract";
import { spoiltArchivesContract } from "./archives-spoilt.contract";
import { uploadsContract } from "./archives-uploads.contract";

/** What every adapter of the port guarantees. */
export function archivesContract(archives: Archives): void {
  describe("archives", () => {
    const { keys, seal, readAll, readDump, readUpload } = withKeys(archives);

    it("each pair of keys is another, in the form of age", async () => {
      const other = await archives.createIdentity();
      expect(other.identity).not.toBe(keys().identity);
      expect(keys().identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
      expect(keys().recipient).toMatch(/^age1[0-9a-z]{58}$/);
    });

    it.each([0, 1, 511, 512, 513, 64_000, 65_536, 131_072, 1_000_000, 20 * MIB + 3])(
      "a dump of %i bytes comes back, with the figures that were told",
      async (bytes) => {
        const dump = dumpOf(Math.max(bytes, 9)).subarray(0, bytes);
        const { object, figures } = await seal(dump);
        const archive = await readAll(object);
        expect(figures).toEqual({
          dumpBytes: bytes,
          dumpSha256: sha256(dump),
          archiveBytes: archive.length,
        });
        expect(sha256(await readDump(object))).toBe(sha256(dump));
        const tar = gunzipSync(archive);
        expect(tar.toString("latin1", 0, FOLDER.length + 1)).toBe(`${FOLDER}/`);
        expect(sha256(tar.subarray(1024, 1024 + bytes))).toBe(sha256(dump));
      },
    );

    it.each([CHUNK_BYTES, 2 * CHUNK_BYTES])("an archive of exactly %i bytes comes back", async (wanted) => {
      let bytes = wanted;
      for (let tries = 0; tries < 50; tries++) {
        const dump = dumpOf(bytes);
        const { object, figures } = await seal(dump);
        expect(sha256(await readDump(object))).toBe(sha256(dump));
        if (figures.archiveBytes === wanted) return;
        bytes += wanted - figures.archiveBytes;
      }
      expect.fail("no dump has an archive of that size");
    });

    it("the same dump is never sealed to the same bytes", async () => {
      const dump = dumpOf(1_000);
      expect((await seal(dump)).object.equals((await seal(dump)).object)).toBe(false);
    });

    it("any range of the archive is opened from its own chunks alone", async () => {
      const { object, figures } = await seal(dumpOf(700_000));
      const archive = await readAll(object);
      const source = sourceOf(object);
      const opened = await archives.openArchive(source, keys().identity);
      expect(opened.bytes).toBe(figures.archiveBytes);
      const end = archive.length;
      for (const [from, to] of [
        [0, 1],
        [CHUNK_BYTES - 1, CHUNK_BYTES],
        [CHUNK_BYTES - 1, CHUNK_BYTES + 1],
        [CHUNK_BYTES, 2 * CHUNK_BYTES],
        [300_001, 300_002],
        [end - 1, end],
        [end - 1, end + 100],
        [end, end + 1],
        [5, 5],
      ] as const) {
        source.ranges.length = 0;
        const read = await collect(opened.read({ from, to }));
        expect(read.equals(archive.subarray(from, to))).toBe(true);
        const asked = source.ranges.reduce((sum, range) => sum + range.to - range.from, 0);
        expect(asked).toBeLessThanOrEqual((Math.ceil((to - from) / CHUNK_BYTES) + 1) * (CHUNK_BYTES + 16));
      }
    });

    it("what the dump throws comes out of the body", async () => {
      const fault = new Error("the node went away");
      const dump = (async function* () {
        yield dumpOf(500_000);
        throw fault;
      })();
      await expect(sealed(archives, dump, keys().recipient)).rejects.toBe(fault);
    });

    it("whoever stops reading ends the dump", async () => {
      let isEnded = false;
      const dump = (async function* () {
        try {
          for (;;) yield dumpOf(100_000);
        } finally {
          isEnded = true;
        }
      })();
      const { body } = await archives.seal({
        dump,
        folder: FOLDER,
        takenAt: TAKEN_AT,
        recipient: keys().recipient,
      });
      for await (const _ of body) break;
      expect(isEnded).toBe(true);
    });

    it("a dump is asked for no faster than it is stored", async () => {
      let given = 0;
      const dump = (async function* () {
        for (; given < 2_000; given++) yield dumpOf(CHUNK_BYTES);
      })();
      const { body } = await archives.seal({
        dump,
        folder: FOLDER,
        takenAt: TAKEN_AT,
        recipient: keys().recipient,
      });
      const storage = body[Symbol.asyncIterator]();
      for (let taken = 0; taken < 100; taken++) {
        await storage.next();
        expect(given).toBeLessThan(taken + 64);
      }
      await storage.return?.();
    });

    it("a failure of the storage while an object is read stays what it is", async () => {
      const { object } = await seal(dumpOf(500_000));
      const fault = new Error("away");
      const source: ObjectSource = {
        bytes: object.length,
        read: async ({ from, to }) =>
          (async function* () {
            yield object.subarray(from, Math.min(to, from + 100_000));
            if (to - from > 100_000) throw fault;
          })(),
      };
      await expect(collect(archives.readDump(source, keys().identity))).rejects.toBe(fault);
    });

    it("downloads beside each other are whole, also where one of them is left", async () => {
      const dumps = [5, 3, 4].map((mebibytes) => dumpOf(mebibytes * MIB));
      const objects = await Promise.all(dumps.map(async (dump) => (await seal(dump)).object));
      const left = async () => {
        const { bytes, read } = await archives.openArchive(
          sourceOf(objects[0] ?? Buffer.alloc(0)),
          keys().identity,
        );
        for await (const _ of read({ from: 0, to: bytes })) return;
      };
      const [archived] = await Promise.all([Promise.all(objects.map(readAll)), left(), left()]);
      for (const [at, archive] of archived.entries())
        expect(sha256(await readUpload(archive))).toBe(sha256(dumps[at] ?? Buffer.alloc(0)));
    });
  });
  spoiltArchivesContract(archives);
  uploadsContract(archives);
}
