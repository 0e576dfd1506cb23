import { describe, expect, it } from "vitest";
import { DEMO_IMAGE } from "../core/databases/images";
import { KIB, MIB } from "../core/units";
import type { ShortRunSpec, VolumeFileSpec } from "./docker-engine";
import { type EngineAtTest, OWNER } from "./docker-engine-harness.contract";

const UID = 1_000;
const RUN_MS = 20_000;

async function* pieces(...parts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}

/** Files in volumes, and containers that do one thing and end. */
export function runsContract(at: EngineAtTest): void {
  const local = async () => (await at.engine.listHosts()).find(({ isReachable }) => isReachable)?.id ?? "";
  const file = async (volume: string, text: string, changes: Partial<VolumeFileSpec> = {}) => ({
    hostId: await local(),
    owner: OWNER,
    volume: at.named(volume),
    fileName: "file",
    bytes: Buffer.byteLength(text),
    content: pieces(text),
    uid: UID,
    mode: 0o600,
    image: DEMO_IMAGE,
    ...changes,
  });
  const run = async (name: string, line: string, changes: Partial<ShortRunSpec> = {}) => ({
    hostId: await local(),
    owner: OWNER,
    name: at.named(name),
    image: DEMO_IMAGE,
    command: ["sh", "-c", line],
    user: `${UID}:${UID}`,
    volumes: [],
    memoryLimitBytes: 64 * MIB,
    cpus: 1,
    timeoutMs: RUN_MS,
    ...changes,
  });
  /** What a program finds in the volume; null without the file. */
  const read = async (volume: string): Promise<string | null> => {
    at.harness.answerRuns((_spec, files) => {
      const found = files.get("/data/file");
      return found ? { exitCode: 0, output: String(found) } : { exitCode: 1, output: "" };
    });
    const volumes = [{ name: at.named(volume), path: "/data" }];
    const { exitCode, output } = await at.engine.runShortly(
      await run("read", "[ -f /data/file ] && cat /data/file", { volumes }),
    );
    return exitCode === 0 ? output : null;
  };
  const removeVolume = async (volume: string) => at.engine.removeVolume(await local(), at.named(volume));

  describe("a file in a volume", () => {
    it("is written, and written anew", async () => {
      for (const text of ["first", "2", ""]) {
        await at.engine.writeVolumeFile(await file("written", text));
        expect(await read("written")).toBe(text);
      }
      const [volume, ...others] = await at.resource("written");
      expect(volume).toMatchObject({ type: "volume", owner: OWNER });
      expect(others).toEqual([]);
      await removeVolume("written");
      expect(await at.resource("written")).toEqual([]);
    });

    it.each([
      ["cut", { content: pieces("hal"), bytes: 6 }],
      ["too long", { content: pieces("whole", "more"), bytes: 5 }],
    ])("that is %s is none, and the one before it stays", async (_what, changes) => {
      const differs = { code: "invalid", reason: "size_differs" };
      await expect(
        at.engine.writeVolumeFile(await file("differs", "", { ...changes })),
      ).rejects.toMatchObject(differs);
      expect(await read("differs")).toBeNull();
      await at.engine.writeVolumeFile(await file("differs", "good"));
      const again = { content: pieces("x"), bytes: 2 };
      await expect(at.engine.writeVolumeFile(await file("differs", "", again))).rejects.toMatchObject(
        differs,
      );
      expect(await read("differs")).toBe("good");
      await removeVolume("differs");
    });

    it("whose source fails is none, also when every byte has come, and the failure is told as it is", async () => {
      for (const parts of [["half"], ["halfhalf"]]) {
        const error = new Error("told by the source");
        const content = pieces(...parts, error);
        const spec = await file("fails", "halfhalf", { content });
        await expect(at.engine.writeVolumeFile(spec)).rejects.toBe(error);
        expect(await read("fails")).toBeNull();
      }
      await removeVolume("fails");
    });

    it("is refused on a host that cannot be asked, and in a volume of somebody else", async () => {
      const elsewhere = await file("elsewhere", "x", { hostId: "elsewhere" });
      await expect(at.engine.writeVolumeFile(elsewhere)).rejects.toMatchObject({ code: "unavailable" });
      await at.engine.writeVolumeFile(await file("mine", "x"));
      await expect(at.harness.other.writeVolumeFile(await file("mine", "y"))).rejects.toMatchObject({
        reason: "name_taken",
      });
      expect(await read("mine")).toBe("x");
      await removeVolume("mine");
    });
  });

  describe("a short run", () => {
    it("tells how it ended and what it printed, and is gone", async () => {
      at.harness.answerRuns(() => ({ exitCode: 3, output: "one\ntwo\n" }));
      const spec = await run("short", "echo one; echo two >&2; exit 3");
      for (const _ of [1, 2])
        expect(await at.engine.runShortly(spec)).toEqual({ exitCode: 3, output: "one\ntwo\n" });
      expect(await at.resource("short")).toEqual([]);
    });

    it("tells the end of a long output", async () => {
      at.harness.answerRuns(() => ({ exitCode: 0, output: `${"x\n".repeat(32 * KIB - 2)}end\n` }));
      const { output } = await at.engine.runShortly(
        await run("long", "i=0; while [ $i -lt 100000 ]; do echo xxxx; i=$((i+1)); done; echo end"),
      );
      expect(output.endsWith("end\n")).toBe(true);
      expect(output.length).toBeLessThanOrEqual(64 * KIB);
    });

    it("that does not end is ended, and gone", async () => {
      at.harness.answerRuns(() => new Promise(() => {}));
      const spec = await run("endless", "sleep 600", { timeoutMs: 1_000 });
      await expect(at.engine.runShortly(spec)).rejects.toMatchObject({
        code: "unavailable",
        reason: "run_timed_out",
      });
      expect(await at.resource("endless")).toEqual([]);
    });

    it("asks for an image that is there, and a host that can be asked", async () => {
      const missing = await run("none", "true", { image: "berth-none:1" });
      await expect(at.engine.runShortly(missing)).rejects.toMatchObject({ reason: "image_missing" });
      const elsewhere = await run("none", "true", { hostId: "elsewhere" });
      await expect(at.engine.runShortly(elsewhere)).rejects.toMatchObject({ reason: "host_unreachable" });
    });
  });
}
