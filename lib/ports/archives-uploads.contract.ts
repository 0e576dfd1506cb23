import { describe, expect, it } from "vitest";
import { MIB } from "../core/units";
import type { Archives } from "./archives";
import { dumpOf, sha256, withKeys } from "./archives-harness.contract";

/** Which files of people are taken as a dump. */
export function uploadsContract(archives: Archives): void {
  describe("archives that are uploaded", () => {
    const { seal, readAll, readUpload } = withKeys(archives);

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
