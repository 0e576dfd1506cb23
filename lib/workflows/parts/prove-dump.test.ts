import { describe, expect, it } from "vitest";
import { memoryDockerEngine } from "../../adapters/docker/memory/engine";
import { DomainError } from "../../core/errors";
import { type DumpToProve, proveDump } from "./prove-dump";

const DUMP = Buffer.from("REDIS0012 a dump");
const GOOD = { exitCode: 0, output: "[info] 2 keys read\nproof: loaded in ms 3\ndb0:keys=2,expires=0\n" };

async function* pieces(...parts: (Uint8Array | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield part;
  }
}

function makeTrial(changes: Partial<DumpToProve> = {}) {
  const engine = memoryDockerEngine({ instance: "t1" });
  engine.answerRuns((_spec, files) =>
    Buffer.from(files.get("/data/dump.rdb") ?? []).equals(DUMP) ? GOOD : { exitCode: 10, output: "" },
  );
  const dump: DumpToProve = {
    hostId: "host-1",
    owner: { appId: "app-1", databaseId: "db-1" },
    engine: "redis",
    version: "8.0.2",
    name: "t1-app-1-proof",
    bytes: DUMP.length,
    content: pieces(DUMP.subarray(0, 3), DUMP.subarray(3)),
    keysByDatabase: null,
    memoryBytes: 1_000_000,
    ...changes,
  };
  return { engine, prove: () => proveDump({ engine }, dump) };
}

describe("proveDump", () => {
  it("tells what the server found, and nothing stays", async () => {
    const { engine, prove } = makeTrial({ keysByDatabase: { 0: 2 } });
    expect(await prove()).toMatchObject({ keysByDatabase: { 0: 2 }, loadMs: 3 });
    expect(await engine.listResources()).toEqual([]);
  });

  it.each<[Partial<DumpToProve>, string]>([
    [{ bytes: DUMP.length - 1 }, "size_differs"],
    [{ bytes: DUMP.length + 1 }, "size_differs"],
    [{ content: pieces(Buffer.alloc(DUMP.length)) }, "dump_spoilt"],
    [{ keysByDatabase: { 0: 3 } }, "dump_keys_differ"],
  ])("%j is refused as %s, and nothing stays", async (changes, reason) => {
    const { engine, prove } = makeTrial(changes);
    await expect(prove()).rejects.toMatchObject({ code: "invalid", reason });
    expect(await engine.listResources()).toEqual([]);
  });

  it("a source that fails is told as it is, and nothing stays", async () => {
    const error = new DomainError("unavailable", "storage_away", "The storage does not answer.");
    const { engine, prove } = makeTrial({ content: pieces(DUMP, error) });
    await expect(prove()).rejects.toBe(error);
    expect(await engine.listResources()).toEqual([]);
  });

  it("what cannot be taken away now does not hide what was found", async () => {
    const { engine, prove } = makeTrial();
    engine.failNext("removeVolume", new DomainError("unavailable", "engine_unreachable", "away"));
    expect(await prove()).toMatchObject({ keysByDatabase: { 0: 2 } });
    expect(await engine.listResources()).toMatchObject([{ type: "volume", name: "t1-app-1-proof" }]);
  });
});
