import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dockerodeEngine } from "../../lib/adapters/docker/dockerode/engine";
import type { LinkAddress } from "../../lib/adapters/redis/connection";
import { linkDoor } from "../../lib/adapters/redis/door";
import { redisDumps } from "../../lib/adapters/redis/dump";
import { DEFAULT_CATALOG } from "../../lib/core/engines/catalog/default";
import { REDIS } from "../../lib/core/engines/redis/engine";
import { imageOf, laterVersions, offeredVersions } from "../../lib/core/engines/versions";
import { readDump } from "../../lib/ports/redis-dump.contract";
import { proveDump } from "../../lib/workflows/parts/prove-dump";
import { casesOf } from "../long";
import { dumpNodes, planOf } from "./dump-nodes";
import { docker, newInstanceId, removeEverything, startLink } from "./stack";

const VERSIONS = offeredVersions(DEFAULT_CATALOG, REDIS);
const WAIT = { timeout: 20_000, interval: 100 };
const instance = newInstanceId();
const engine = dockerodeEngine({ instance });
let link: LinkAddress;

beforeAll(async () => {
  link = await startLink(engine, instance);
});
afterAll(() => removeEverything(instance));

const dumps = redisDumps(linkDoor(async () => link));
const proofs = async () =>
  (await engine.listResources()).map(({ name }) => name).filter((name) => name.includes("-proof"));

const PROVED = casesOf(VERSIONS, (version) => version !== "7.0.15");

describe.each(PROVED)("the proof of a dump of Redis %s", (version) => {
  const resourceId = `app-${5_100 + VERSIONS.indexOf(version)}`;
  const node = dumpNodes(
    { engine, instance, link: () => link },
    { resourceId, version, plan: planOf("256m") },
  );
  const dumped = () => readDump(dumps, node.target());

  beforeAll(async () => {
    await node.start();
    await node.fillWithSamples();
  });

  it("a good one is loaded with all that is in it", async () => {
    const dump = await dumped();
    const keys = (await node.admin.info(node.target())).keys;
    const proof = await proveDump({ engine }, await node.proofOf(dump));
    expect(keys).toBe(6);
    expect(proof).toMatchObject({ keysByDatabase: { 0: 5, 3: 1 }, expiringKeys: 1 });
    expect(proof.loadMs).toBeGreaterThan(0);
    expect(proof.functions).toBe(version.startsWith("6.") ? null : 0);
    expect(await proofs()).toEqual([]);
  });

  it("functions are counted where the version has any", async () => {
    if (version.startsWith("6.")) return;
    const library = '#!lua name=mine\nredis.register_function("one", function() return 1 end)';
    await node.run(`printf '%s' '${library}' | redis-cli --user berth -x function load replace`);
    const proof = await proveDump({ engine }, await node.proofOf(await dumped()));
    expect(proof.functions).toBe(1);
  });

  it("a key whose time ran out since is counted all the same", async () => {
    await node.ask("set gone 1 ex 4");
    const { keys } = await node.admin.info(node.target());
    const dump = await dumped();
    await vi.waitFor(async () => expect((await node.admin.info(node.target())).keys).toBe(keys - 1), WAIT);
    const proof = await proveDump({ engine }, await node.proofOf(dump));
    expect(proof.keysByDatabase).toEqual({ 0: keys - 1, 3: 1 });
  });

  const spoilt: [string, (dump: Buffer) => Buffer, string][] = [
    ["cut in its middle", (dump) => dump.subarray(0, dump.length / 2), "dump_spoilt"],
    ["without its last eight bytes", (dump) => dump.subarray(0, -8), "dump_spoilt"],
    ["with one byte changed", (dump) => flip(dump, dump.length - 100_000), "dump_spoilt"],
    ["empty", () => Buffer.alloc(0), "dump_spoilt"],
    ["a text", () => Buffer.from("this is no dump, though it is long enough\n"), "dump_spoilt"],
    [
      "of a later format",
      (dump) => Buffer.concat([Buffer.from("REDIS0099"), dump.subarray(9)]),
      "dump_not_loadable",
    ],
  ];
  it.each(spoilt)("one that is %s is refused, and nothing of it stays", async (_what, change, reason) => {
    const dump = change(Buffer.from(await dumped()));
    const refused = proveDump({ engine }, await node.proofOf(dump));
    await expect(refused).rejects.toMatchObject({ code: "invalid", reason });
    expect(await proofs()).toEqual([]);
  });

  it("one that is not what was taken is refused by its size or its keys", async () => {
    const dump = await dumped();
    const good = await node.proofOf(dump);
    const again = async () => (await node.proofOf(dump)).content;
    for (const [changes, reason] of [
      [{ bytes: dump.length - 1 }, "size_differs"],
      [{ bytes: dump.length + 1 }, "size_differs"],
      [{ keysByDatabase: { 0: 1, 3: 1 } }, "dump_keys_differ"],
      [{ keysByDatabase: {} }, "dump_keys_differ"],
    ] as const)
      await expect(
        proveDump({ engine }, { ...good, content: await again(), ...changes }),
      ).rejects.toMatchObject({ code: "invalid", reason });
    expect(await proofs()).toEqual([]);
  });

  it("later versions load it, earlier ones refuse it in words", async () => {
    const dump = await dumped();
    const later = laterVersions(DEFAULT_CATALOG, REDIS, version);
    for (const other of VERSIONS.filter((candidate) => candidate !== version)) {
      const proof = proveDump({ engine }, await node.proofOf(dump, { version: other }));
      if (later.includes(other)) expect((await proof).keysByDatabase[3]).toBe(1);
      else
        await expect(proof).rejects.toMatchObject({
          reason: "dump_not_loadable",
          message: expect.stringContaining("later version"),
        });
    }
  });

  it("what a worker left as it died is in nobody's way", async () => {
    const dump = await dumped();
    const proof = await node.proofOf(dump);
    const image = imageOf(REDIS.provider, version);
    const label = ["--label", `berth.instance=${instance}`];
    await docker("volume", "create", ...label, proof.name);
    const held = ["run", "-d", ...label, "-v", `${proof.name}:/data`, "--entrypoint", "sleep"];
    await docker(...held, "--name", proof.name, image, "600");
    await docker("create", ...label, "-v", `${proof.name}:/data`, "--name", `${proof.name}-write`, image);
    expect((await proveDump({ engine }, proof)).keysByDatabase[3]).toBe(1);
    expect(await proofs()).toEqual([]);
  });
});

function flip(dump: Buffer, at: number): Buffer {
  const changed = Buffer.from(dump);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
