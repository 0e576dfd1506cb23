import { describe, expect, it } from "vitest";
import { type AclInput, usersAcl } from "./acl";
import { REDIS_VERSIONS } from "./versions";

const input: AclInput = {
  version: "8.0.2",
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
  it.each(REDIS_VERSIONS)("for %s there are four users, each beginning with nothing", (version) => {
    const lines = usersAcl({ ...input, version })
      .trimEnd()
      .split("\n");
    expect(lines.map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "user default reset",
      "user my-app-3030 reset",
      "user gateway reset",
      "user berth reset",
    ]);
  });

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
  ] as const)("%s knows channel patterns: %s", (version, knows) => {
    expect(lineOf({ version }, "berth").includes("&*")).toBe(knows);
    expect(lineOf({ version }, "default").includes("&*")).toBe(knows);
  });
});
