import { expect, test } from "vitest";
import { readSecondFactorCode, recoveryCodesOf } from "./second-factor";

test.each([
  ["123456", { kind: "app", code: "123456" }],
  [" 123 456 ", { kind: "app", code: "123456" }],
  ["abcd-efgh-jkmn-2345", { kind: "recovery", code: "abcd-efgh-jkmn-2345" }],
  ["ABCD EFGH JKMN 2345", { kind: "recovery", code: "abcd-efgh-jkmn-2345" }],
  ["abcdefghjkmn2345", { kind: "recovery", code: "abcd-efgh-jkmn-2345" }],
  ["12345", null],
  ["1234567", null],
  ["abcd-efgh-jkmn-2340", null],
  ["abcd-efgh-jkmn-234", null],
  ["", null],
])("the code %j is read as %j", (text, code) => {
  expect(readSecondFactorCode(text)).toEqual(code);
});

test("a person gets ten recovery codes, each of which is read as what it is", () => {
  let next = 0;
  const codes = recoveryCodesOf((bytes) => {
    const first = next++;
    return Uint8Array.from({ length: bytes }, (_, at) => first + at);
  });
  expect(new Set(codes).size).toBe(10);
  for (const code of codes) expect(readSecondFactorCode(code)).toEqual({ kind: "recovery", code });
  expect(codes[0]).toBe("abcd-efgh-ijkm-npqr");
});
