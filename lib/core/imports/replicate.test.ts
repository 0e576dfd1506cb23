import { expect, test } from "vitest";
import { REDIS } from "../engines/redis/engine";
import { serverNamed } from "../engines/replication";
import { VALKEY } from "../engines/valkey/engine";
import { decideReplication, type ReplicationInput } from "./replicate";

const SOURCE: ReplicationInput["source"] = {
  server: serverNamed(REDIS, "7.0.15"),
  role: "master",
  isCluster: false,
  modules: [],
  refusedCommands: ["MEMORY"],
};
const ADDRESS: ReplicationInput["address"] = { host: "redis.example.org", isTls: false, database: null };

function decide(
  source: Partial<ReplicationInput["source"]>,
  address: Partial<ReplicationInput["address"]> = {},
  { isCertificateChecked = true, to = { engine: REDIS, version: "8.0.2" } }: Partial<ReplicationInput> = {},
) {
  return decideReplication({
    source: { ...SOURCE, ...source },
    address: { ...ADDRESS, ...address },
    isCertificateChecked,
    to,
  });
}

test("a master that may be followed, by a version that reads what it writes", () => {
  expect(decide({})).toEqual({ allowed: true });
  expect(decide({ modules: ["vectorset"] })).toEqual({ allowed: true });
  expect(decide({}, { isTls: true })).toEqual({ allowed: true });
  expect(decide({}, { isTls: true, host: "192.0.2.1" }, { isCertificateChecked: false })).toEqual({
    allowed: true,
  });
});

test.each<[string, Partial<ReplicationInput["source"]>, Partial<ReplicationInput["address"]>, RegExp]>([
  ["source_is_cluster", { isCluster: true }, {}, /cluster/],
  ["one_database", {}, { database: 0 }, /every database/],
  ["replication_forbidden", { refusedCommands: ["PSYNC", "REPLCONF"] }, {}, /PSYNC, REPLCONF/],
  ["version_unknown", { server: null, role: null }, {}, /INFO/],
  ["source_is_replica", { role: "slave" }, {}, /master/],
  ["source_has_modules", { modules: ["ReJSON", "lua"] }, {}, /: ReJSON\.$/],
  ["no_server_name", {}, { isTls: true, host: "192.0.2.1" }, /name/],
  ["no_server_name", {}, { isTls: true, host: "2001:db8::1" }, /name/],
  ["format_unreadable", { server: serverNamed(VALKEY, "9.1.2") }, {}, /cannot read/],
])("%s is said in words", (reason, source, address, message) => {
  expect(decide(source, address, { to: { engine: REDIS, version: "7.0.15" } })).toEqual({
    allowed: false,
    reason,
    message: expect.stringMatching(message),
  });
});
