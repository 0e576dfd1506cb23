import { describe, expect, it } from "vitest";
import { DEFAULT_CATALOG } from "../catalog/default";
import type { AclInput, EngineVersion } from "../engine";
import { engineOf } from "../engines";
import { VALKEY } from "../valkey/engine";
import { versionOf } from "../versions";
import { usersAcl } from "./acl";
import { REDIS } from "./engine";

const version = (id: string) => versionOf(REDIS, id);

const input: AclInput = {
  version: version("8.0.2"),
  resourceId: "my-app-3030",
  ownerPasswordHash: "a".repeat(64),
  gatewayPasswordHash: "b".repeat(64),
  berthPasswordHash: "c".repeat(64),
  isGatewayOn: true,
};
const lineOf = (changes: Partial<AclInput>, user: string): string =>
  usersAcl({ ...input, ...changes })
    .split("\n")
    .find((line) => line.startsWith(`user ${user} `)) ?? "";

describe("usersAcl", () => {
  it.each(DEFAULT_CATALOG.map((release) => versionOf(engineOf(release.engine), release.version)))(
    "for $id there are four users, each beginning with nothing",
    (version) => {
      const lines = usersAcl({ ...input, version })
        .trimEnd()
        .split("\n");
      expect(lines.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
        "user default reset",
        "user my-app-3030 reset",
        "user gateway reset",
        "user berth reset",
      ]);
    },
  );

  it("the addon's user answers to its name and to the password alone, with the same rights", () => {
    expect(lineOf({}, "default").replace("default", "my-app-3030")).toBe(lineOf({}, "my-app-3030"));
  });

  it.each([
    [true, "on"],
    [false, "off"],
  ])("gateway on: %s", (isGatewayOn, state) => {
    expect(lineOf({ isGatewayOn }, "gateway")).toBe(
      `user gateway reset ${state} #${"b".repeat(64)} -@all +auth +ping +info`,
    );
  });

  it.each([
    ["6.0.16", false],
    ["7.0.15", true],
    ["8.0.2", true],
  ])("%s knows channel patterns: %s", (id, knows) => {
    const changes = { version: version(id) };
    expect(lineOf(changes, "berth").includes("&*")).toBe(knows);
    expect(lineOf(changes, "default").includes("&*")).toBe(knows);
  });

  describe("people's own users of a predecessor", () => {
    const carriedUsers = [
      `user default on #${"d".repeat(64)} ~* +@all`,
      `user my-app-3030 on #${"d".repeat(64)} ~* +@all`,
      `user gateway off -@all`,
      `user berth on ~* +@all`,
      `user reader on #${"e".repeat(64)} ~cache:* -@all +@read`,
      `user listener on #${"e".repeat(64)} ~* resetchannels &news -@all +subscribe`,
      "no line of a user",
    ];
    const ends = (changes: Partial<AclInput>) =>
      usersAcl({ ...input, ...changes, carriedUsers })
        .trimEnd()
        .split("\n")
        .slice(4);

    it("come along as they are; Berth's own never do", () => {
      expect(ends({ version: version("6.0.16") })).toEqual([carriedUsers[4], carriedUsers[5]]);
    });

    it("keep their channels on a version that asks for a rule", () => {
      expect(ends({ version: version("8.0.2") })).toEqual([`${carriedUsers[4]} &*`, carriedUsers[5]]);
    });

    it("stay behind where rules for single databases are not known: they would get all of them", () => {
      const kept = `user kept on #${"e".repeat(64)} ~* resetchannels db=0 -@all +get`;
      const wide = `user wide on #${"e".repeat(64)} ~* resetchannels alldbs -@all +get`;
      const comeTo = (target: EngineVersion) =>
        usersAcl({ ...input, version: target, carriedUsers: [kept, wide] })
          .trimEnd()
          .split("\n")
          .slice(4);
      expect(comeTo(version("8.0.2"))).toEqual([wide.replace(" alldbs", "")]);
      expect(comeTo(versionOf(VALKEY, "9.1.2"))).toEqual([kept, wide]);
    });
  });
});
