import { describe, expect, it, test } from "vitest";
import type { Rights } from "../../databases/rights";
import { DEFAULT_CATALOG } from "../catalog/default";
import type { AclInput } from "../engine";
import { engineOf } from "../engines";
import { versionOf } from "../versions";
import { usersAcl } from "./acl";
import { REDIS } from "./engine";
import { previewOf } from "./preview";
import { rulesOf } from "./roles";

const CUSTOM: Rights = { role: "custom", keyPatterns: ["cache:*"], categories: ["read", "write"] };
const ALL: Rights[] = [{ role: "read-only" }, { role: "read-write" }, CUSTOM];
const FORBIDDEN = ["-@admin", "-acl", "-cluster", "-migrate", "-restore-asking"];

describe.each(DEFAULT_CATALOG.map((release) => versionOf(engineOf(release.engine), release.version)))(
  "Redis $id",
  (version) => {
    it.each(ALL)("whatever is given, administration is taken away after it: $role", (rights) => {
      const rules = rulesOf(version, rights);
      const lastGift = rules.findLastIndex((rule) => rule.startsWith("+@"));
      for (const rule of FORBIDDEN) expect(rules.indexOf(rule)).toBeGreaterThan(lastGift);
      const after = rules.slice(rules.indexOf("-@admin") + FORBIDDEN.length);
      for (const rule of after)
        expect(rule).toMatch(/^\+(acl\|whoami|client\|(?!kill|pause)\w+|role|lastsave|slowlog|latency)$/);
    });

    it("knows rules of channels only where there are any", () => {
      const hasRule = (rights: Rights) => rulesOf(version, rights).some((rule) => /^&|channels$/.test(rule));
      for (const rights of ALL) expect(hasRule(rights)).toBe(version.hasChannelAcl);
    });

    it("PFCOUNT, which writes, goes with leave to write", () => {
      const hasIt = (...categories: ("read" | "write" | "hyperloglog")[]) =>
        !rulesOf(version, { role: "custom", keyPatterns: ["*"], categories }).includes("-pfcount");
      expect([hasIt("read"), hasIt("read", "write"), hasIt("hyperloglog")]).toEqual([false, true, true]);
    });

    it("whoever sees some keys only cannot empty the database", () => {
      const dangerous: Rights = { ...CUSTOM, categories: ["write", "dangerous"] };
      for (const rule of ["-flushall", "-flushdb", "-swapdb"])
        expect(rulesOf(version, dangerous)).toContain(rule);
      const all: Rights = { role: "custom", keyPatterns: ["*"], categories: ["write", "dangerous"] };
      expect(rulesOf(version, all)).not.toContain("-flushdb");
    });
  },
);

test("what is tried for a preview uses keys that the patterns have, and one that they have not", () => {
  const version = versionOf(REDIS, "6.0.16");
  const { trials } = previewOf(version, { ...CUSTOM, keyPatterns: ["user:?[ab]*"] });
  expect(trials[0]).toEqual({ words: ["GET", "user:aaa"], isBeyond: false });
  expect(trials.at(-1)).toMatchObject({ isBeyond: true });
  expect(previewOf(version, { role: "read-only" }).trials.some(({ isBeyond }) => isBeyond)).toBe(false);
});

describe("a users' file", () => {
  const hash = (letter: string) => letter.repeat(64);
  const input = (changes: Partial<AclInput>): AclInput => {
    const version = versionOf(REDIS, "6.0.16");
    return {
      version,
      resourceId: "my-app-3030",
      ownerPasswordHash: hash("a"),
      gatewayPasswordHash: hash("b"),
      berthPasswordHash: hash("c"),
      isGatewayOn: true,
      ...changes,
    };
  };
  const reader = {
    name: "reader",
    isOn: true,
    isRemoved: false,
    passwordHash: hash("d"),
    rights: { role: "read-only" } as const,
  };
  const lineOf = (changes: Partial<AclInput>, name: string) =>
    usersAcl(input(changes))
      .split("\n")
      .filter((line) => line.startsWith(`user ${name} `));

  it.each([
    [true, true, /^user reader reset on #d{64} ~\*/],
    [true, false, /^user reader reset off #0{64} #d{64} ~\*/],
    [false, true, /^user reader reset off #d{64} ~\*/],
    [false, false, /^user reader reset off #d{64} ~\*/],
  ])("a user that is on (%s), of a node that is open (%s)", (isOn, isGatewayOn, line) => {
    expect(lineOf({ ownUsers: [{ ...reader, isOn }], isGatewayOn }, "reader")).toEqual([
      expect.stringMatching(line),
    ]);
  });

  it("is made of the records, whatever a predecessor remembers", () => {
    const carriedUsers = ["user reader on nopass ~* +@all", "user other on nopass ~* +@all"];
    expect(lineOf({ ownUsers: [reader], carriedUsers }, "reader")).toHaveLength(1);
    expect(lineOf({ ownUsers: [{ ...reader, isRemoved: true }], carriedUsers }, "reader")).toEqual([]);
    expect(lineOf({ ownUsers: [reader], carriedUsers }, "other")).toHaveLength(1);
  });

  it("has both passwords during a rotation, for both names", () => {
    for (const name of ["default", "my-app-3030"])
      expect(lineOf({ otherPasswordHash: hash("e") }, name)[0]).toContain(`#${hash("a")} #${hash("e")} ~*`);
  });
});
