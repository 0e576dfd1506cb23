import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { MIB } from "../core/units";
import type { Archives, ObjectSource } from "./archives";
import {
  collect,
  dumpOf,
  FOLDER,
  piecesOf,
  sealed,
  sha256,
  sourceOf,
  TAKEN_AT,
} from "./archives-harness.contract";

const CHUNK_BYTES = 65_536;
const MAX_BYTES = 64 * MIB;

/** What every adapter of the port guarantees. */
export function archivesContract(archives: Archives): void {
  describe("archives", () => {
    let keys: { identity: string; recipient: string };
    beforeAll(async () => {
      keys = await archives.createIdentity();
    });

    const seal = (dump: Uint8Array) => sealed(archives, piecesOf(dump), keys.recipient);
    const readAll = async (object: Uint8Array) => {
      const archive = await archives.openArchive(sourceOf(object), keys.identity);
      return collect(archive.read({ from: 0, to: archive.bytes }));
    };
    const readDump = (object: Uint8Array, identity = keys.identity) =>
      collect(archives.readDump(sourceOf(object), identity));
    const readUpload = (file: Uint8Array, maxBytes = MAX_BYTES) =>
      collect(archives.readUpload(piecesOf(file), maxBytes));

    it("each pair of keys is another, in the form of age", async () => {
      const other = await archives.createIdentity();
      expect(other.identity).not.toBe(keys.identity);
      expect(keys.identity).toMatch(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
      expect(keys.recipient).toMatch(/^age1[0-9a-z]{58}$/);
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
      const opened = await archives.openArchive(source, keys.identity);
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
      await expect(sealed(archives, dump, keys.recipient)).rejects.toBe(fault);
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
        recipient: keys.recipient,
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
        recipient: keys.recipient,
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
      await expect(collect(archives.readDump(source, keys.identity))).rejects.toBe(fault);
    });

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
      await expect(collect(archives.readDump(source, keys.identity))).rejects.toMatchObject(spoilt);
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
        const { bytes, read } = await archives.openArchive(source, keys.identity);
        let given = 0;
        const reading = (async () => {
          for await (const piece of read({ from: 0, to: bytes })) given += piece.length;
        })();
        await expect(reading).rejects.toMatchObject(spoilt);
        expect(given).toBeLessThanOrEqual(place);
      }
    });

    it("downloads beside each other are whole, also where one of them is left", async () => {
      const dumps = [5, 3, 4].map((mebibytes) => dumpOf(mebibytes * MIB));
      const objects = await Promise.all(dumps.map(async (dump) => (await seal(dump)).object));
      const left = async () => {
        const { bytes, read } = await archives.openArchive(
          sourceOf(objects[0] ?? Buffer.alloc(0)),
          keys.identity,
        );
        for await (const _ of read({ from: 0, to: bytes })) return;
      };
      const [archived] = await Promise.all([Promise.all(objects.map(readAll)), left(), left()]);
      for (const [at, archive] of archived.entries())
        expect(sha256(await readUpload(archive))).toBe(sha256(dumps[at] ?? Buffer.alloc(0)));
    });

    it.each(["REDIS0009", "REDIS0012", "VALKEY080"])(
      "an upload that is a dump (%s) is taken",
      async (magic) => {
        const dump = dumpOf(200_000);
        dump.write(magic);
        expect(sha256(await readUpload(dump))).toBe(sha256(dump));
      },
    );

    it("an upload of our own archive is taken", async () => {
      const dump = dumpOf(3 * MIB + 5);
      const archive = await readAll((await seal(dump)).object);
      expect(sha256(await readUpload(archive))).toBe(sha256(dump));
    });

    it("an upload of exactly the most bytes is taken, and one byte more is not", async () => {
      const large = { code: "invalid", reason: "upload_too_large" };
      for (const bytes of [200_000, 200_001]) {
        const dump = dumpOf(bytes);
        const archive = await readAll((await seal(dump)).object);
        for (const file of [dump, archive]) {
          const reading = readUpload(file, 200_000);
          if (bytes === 200_000) expect(await reading).toHaveLength(bytes);
          else await expect(reading).rejects.toMatchObject(large);
        }
      }
    });

    it.each([
      ["nothing", Buffer.alloc(0)],
      ["a text", Buffer.from("# Redis\nset a b\n")],
      ["the beginning of a dump's first word", Buffer.from("REDI")],
      ["a lone gzip sign", Buffer.from([0x1f, 0x8b])],
    ])("an upload of %s is refused with a reason", async (_, file) => {
      await expect(readUpload(file)).rejects.toMatchObject({ code: "invalid", reason: "upload_unreadable" });
    });

    it("an upload that was cut, or in which a byte was changed, is refused at its end", async () => {
      const archive = await readAll((await seal(dumpOf(500_000))).object);
      const changed = Buffer.from(archive);
      changed[250_000] = (changed[250_000] ?? 0) ^ 1;
      const unreadable = { code: "invalid", reason: "upload_unreadable" };
      for (const file of [changed, archive.subarray(0, 300_000), archive.subarray(0, archive.length - 1)])
        await expect(readUpload(file)).rejects.toMatchObject(unreadable);
    });
  });
}
