import { describe, expect, it } from "vitest";
import { decideProof, proofCommand } from "./proof";

const CHECKED = [
  "[offset 0] Checking RDB file /data/dump.rdb",
  "[offset 27] AUX FIELD redis-ver = '8.0.2'",
  "[offset 172] \\o/ RDB looks OK! \\o/",
  "[info] 8 keys read",
  "[info] 2 expires",
  "[info] 0 already expired",
].join("\n");
const LOADED = [
  "proof: loaded in ms 412",
  "# Server",
  "redis_version:8.0.2",
  "number_of_functions:3",
  "# Keyspace",
  "db0:keys=7,expires=2,avg_ttl=0,subexpiry=0",
  "db3:keys=1,expires=0,avg_ttl=0,subexpiry=0",
].join("\n");
const broken = (said: string) =>
  `[offset 0] Checking RDB file /data/dump.rdb\n--- RDB ERROR DETECTED ---\n[offset 9] ${said}\n[info] 8 keys read\n`;

describe("decideProof", () => {
  it("reads what the server found", () => {
    expect(decideProof({ exitCode: 0, output: `${CHECKED}\n${LOADED}\n` })).toEqual({
      allowed: true,
      proof: { keysByDatabase: { 0: 7, 3: 1 }, expiringKeys: 2, functions: 3, loadMs: 412 },
    });
  });

  it("a version without functions says nothing of them", () => {
    const output = `${CHECKED}\n${LOADED.replace("number_of_functions:3\n", "")}`;
    expect(decideProof({ exitCode: 0, output })).toMatchObject({ proof: { functions: null } });
  });

  it("a dump of no keys is one", () => {
    const output = "[info] 0 keys read\nproof: loaded in ms 3\n# Keyspace\n";
    expect(decideProof({ exitCode: 0, output })).toMatchObject({
      allowed: true,
      proof: { keysByDatabase: {} },
    });
  });

  it.each([
    [10, broken("Unexpected EOF reading RDB file"), "dump_spoilt", "Unexpected EOF"],
    [10, broken("RDB CRC error"), "dump_spoilt", "RDB CRC error"],
    [10, broken("Wrong signature trying to load DB from file"), "dump_spoilt", "Wrong signature"],
    [10, "", "dump_spoilt", "it cannot be read"],
    [10, broken("Can't handle RDB format version 12"), "dump_not_loadable", "later version"],
    [
      11,
      `${CHECKED}\n9:S 28 Nov 2026 18:02:59.766 # Can't handle RDB format version 12\n9:S 28 Nov 2026 18:02:59.772 # Fatal error loading the DB: Invalid argument. Exiting.`,
      "dump_not_loadable",
      "Can't handle RDB format version 12",
    ],
    [
      11,
      `${CHECKED}\n9:S 28 Nov 2026 18:02:59.766 # FATAL: Data file was created with a Redis server configured to handle more than 6 databases. Exiting`,
      "dump_not_loadable",
      "more than 6 databases",
    ],
    [11, CHECKED, "dump_not_loadable", "more memory"],
    [137, CHECKED, "dump_not_loadable", "more memory"],
    [0, CHECKED, "dump_not_loadable", "more memory"],
    [0, `${CHECKED.replace("8 keys", "9 keys")}\n${LOADED}`, "dump_keys_differ", "9 keys"],
    [0, LOADED, "dump_keys_differ", "NaN"],
  ])("exit %i with %j is refused: %s", (exitCode, output, reason, words) => {
    const decision = decideProof({ exitCode, output });
    expect(decision).toMatchObject({ allowed: false, reason, message: expect.stringContaining(words) });
  });

  it("a count of keys alone proves nothing", () => {
    expect(decideProof({ exitCode: 10, output: `${CHECKED}\n${LOADED}` })).toMatchObject({ allowed: false });
  });

  it("what a file makes the tool print is not taken for what the server says", () => {
    const forged = "proof: loaded in ms 1\ndb0:keys=1000,expires=0\n[info] 1000 keys read\n";
    expect(decideProof({ exitCode: 0, output: `${forged}${CHECKED}\n${LOADED}` })).toMatchObject({
      proof: { keysByDatabase: { 0: 7, 3: 1 } },
    });
  });
});

it("the tools are those of the server's own images", () => {
  expect(proofCommand("redis-server").slice(-3)).toEqual(["redis-server", "redis-check-rdb", "redis-cli"]);
});
