import { createHash, randomBytes } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { hasReason } from "../core/errors";
import { MIB } from "../core/units";
import type { BackupStorage, ByteRange, NewObject, StoredObject } from "./backup-storage";

/** An empty storage. */
export type BackupStorageHarness = { storage: BackupStorage };

const HEAD_BYTES = 70_000;

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function* piecesOf(bytes: Uint8Array, pieceBytes = 65_552): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** An object of these bytes, whose head is only known once the body has ended. */
export function objectOf(name: string, bytes: Uint8Array): NewObject {
  let isBodyOver = false;
  return {
    name,
    head: {
      bytes: HEAD_BYTES,
      read: async () => {
        expect(isBodyOver).toBe(true);
        return bytes.subarray(0, HEAD_BYTES);
      },
    },
    body: (async function* () {
      yield* piecesOf(bytes.subarray(HEAD_BYTES));
      isBodyOver = true;
    })(),
  };
}

const collect = async (content: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
};

async function listed(storage: BackupStorage, prefix: string): Promise<string[]> {
  const found: StoredObject[] = [];
  for await (const object of storage.list(prefix)) found.push(object);
  return found.map(({ name }) => name);
}

/** What every adapter of the port guarantees. */
export function backupStorageContract(make: () => Promise<BackupStorageHarness>): void {
  describe("backup storage", () => {
    let storage: BackupStorage;
    beforeEach(async () => {
      ({ storage } = await make());
    });

    const put = (name: string, bytes: Uint8Array) => storage.put(objectOf(name, bytes));
    const readAll = async (name: string, range?: ByteRange) => collect(await storage.read(name, range));

    it.each([1, HEAD_BYTES - 1, HEAD_BYTES, HEAD_BYTES + 1, 9 * MIB, 20 * MIB + 7])(
      "an object of %i bytes is read back as it was stored",
      async (bytes) => {
        const content = randomBytes(bytes);
        const before = Date.now();
        expect(await put("a/one.age", content)).toEqual({ bytes });
        expect(sha256(await readAll("a/one.age"))).toBe(sha256(content));
        const found = await storage.stat("a/one.age");
        expect(found).toMatchObject({ name: "a/one.age", bytes });
        // Storages may count in whole seconds.
        expect(found?.storedAt.getTime()).toBeGreaterThan(before - 5_000);
      },
    );

    it("what is looked at piece by piece, as it comes, is what was stored", async () => {
      const content = randomBytes(9 * MIB + 7);
      await put("a/passing.age", content);
      const hash = createHash("sha256");
      for await (const piece of await storage.read("a/passing.age", undefined, { fleeting: true }))
        hash.update(piece);
      expect(hash.digest("hex")).toBe(sha256(content));
    });

    it("any range of an object is read alone", async () => {
      const content = randomBytes(HEAD_BYTES + 1_000_000);
      await put("a/ranges.age", content);
      for (const [from, to] of [
        [0, 1],
        [69_999, 70_001],
        [500_000, 900_000],
        [content.length - 1, content.length],
        [content.length - 10, content.length + 10],
        [7, 7],
      ] as const)
        expect(sha256(await readAll("a/ranges.age", { from, to }))).toBe(sha256(content.subarray(from, to)));
    });

    it("nothing is ever overwritten", async () => {
      const first = randomBytes(80_000);
      await put("a/taken.age", first);
      const again = put("a/taken.age", randomBytes(80_000));
      await expect(again).rejects.toMatchObject({ code: "conflict", reason: "name_taken" });
      expect(sha256(await readAll("a/taken.age"))).toBe(sha256(first));
    });

    it("of two that are stored under one name at once, one is there whole and the other is told", async () => {
      const contents = [randomBytes(9 * MIB), randomBytes(9 * MIB)];
      const ends = await Promise.allSettled(contents.map((content) => put("a/race.age", content)));
      const won = ends.findIndex(({ status }) => status === "fulfilled");
      const refusals = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
      expect(refusals).toHaveLength(1);
      expect(hasReason(refusals[0], "name_taken")).toBe(true);
      expect(sha256(await readAll("a/race.age"))).toBe(sha256(contents[won]!));
    });

    it.each([0, 100_000, 20 * MIB])(
      "an object whose body fails after %i bytes is not there, and the failure is the body's own",
      async (bytes) => {
        const fault = new Error("the source failed");
        const body = (async function* () {
          yield* piecesOf(randomBytes(bytes));
          throw fault;
        })();
        const head = { bytes: HEAD_BYTES, read: async () => randomBytes(HEAD_BYTES) };
        await expect(storage.put({ name: "a/half.age", head, body })).rejects.toBe(fault);
        expect(await storage.stat("a/half.age")).toBeNull();
        expect(await listed(storage, "")).toEqual([]);
        await expect(storage.read("a/half.age")).rejects.toMatchObject({ code: "not_found" });
        await storage.removeUnfinished();
        await put("a/half.age", randomBytes(100));
      },
    );

    it("an object whose head fails is not there either", async () => {
      const fault = new Error("no head");
      const head = { bytes: HEAD_BYTES, read: () => Promise.reject(fault) };
      for (const bytes of [0, 10 * MIB]) {
        const body = piecesOf(randomBytes(bytes));
        await expect(storage.put({ name: "a/headless.age", head, body })).rejects.toBe(fault);
      }
      expect(await listed(storage, "")).toEqual([]);
    });

    it("one that is being stored is not there yet, and is not taken away as unfinished", async () => {
      let go = () => {};
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      let arrived = () => {};
      const isUnderWay = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      const content = randomBytes(HEAD_BYTES + 12 * MIB);
      const whole = objectOf("a/slow.age", content);
      const body = (async function* () {
        let seen = 0;
        for await (const piece of whole.body) {
          seen += piece.length;
          if (seen > 11 * MIB) {
            arrived();
            await gate;
          }
          yield piece;
        }
      })();
      const putting = storage.put({ ...whole, body });
      await isUnderWay;
      expect(await storage.stat("a/slow.age")).toBeNull();
      expect(await listed(storage, "a/")).toEqual([]);
      await storage.removeUnfinished();
      go();
      await putting;
      expect(sha256(await readAll("a/slow.age"))).toBe(sha256(content));
    });

    it("lists what begins with a prefix, in the order of names", async () => {
      const names = ["b/2/x.age", "b/10/x.age", "b/1/y.age", "b/1/x.age", "b-1/x.age", "c/x.age"];
      for (const name of names) await put(name, randomBytes(10));
      expect(await listed(storage, "")).toEqual(names.toSorted());
      expect(await listed(storage, "b/1/")).toEqual(["b/1/x.age", "b/1/y.age"]);
      expect(await listed(storage, "b/1")).toEqual(["b/1/x.age", "b/1/y.age", "b/10/x.age"]);
      expect(await listed(storage, "d")).toEqual([]);
    });

    it("what is removed is gone, also a second time", async () => {
      await put("a/gone.age", randomBytes(10));
      await put("a/stays.age", randomBytes(10));
      await storage.remove("a/gone.age");
      await storage.remove("a/gone.age");
      expect(await storage.stat("a/gone.age")).toBeNull();
      expect(await listed(storage, "")).toEqual(["a/stays.age"]);
    });

    it("what is not there is told", async () => {
      await expect(storage.read("a/none.age")).rejects.toMatchObject({ code: "not_found" });
      expect(await storage.stat("a/none.age")).toBeNull();
      await storage.remove("a/none.age");
    });

    it("one that is removed while somebody begins to read it is told as missing", async () => {
      await put("a/fleeting.age", randomBytes(10));
      const content = await storage.read("a/fleeting.age").catch(() => null);
      await storage.remove("a/fleeting.age");
      // Whoever has the bytes already may read on.
      const end = content ? await collect(content).catch((error: unknown) => error) : null;
      if (end instanceof Error) expect(end).toMatchObject({ code: "not_found" });
    });

    it.each(["../a", "a/../b", "/a", "a//b", ".a", "a/.b", "a/", "", "a\\b", "a\u0000"])(
      "a name that leads elsewhere is refused: %j",
      async (name) => {
        for (const attempt of [
          () => put(name, randomBytes(1)),
          () => storage.read(name),
          () => storage.stat(name),
          () => storage.remove(name),
        ])
          await expect(attempt()).rejects.toMatchObject({ code: "invalid", reason: "object_name_invalid" });
      },
    );

    it("tells how much room there is, or that it cannot know", async () => {
      const free = await storage.freeBytes();
      if (free !== null) expect(free).toBeGreaterThan(0);
    });
  });
}
