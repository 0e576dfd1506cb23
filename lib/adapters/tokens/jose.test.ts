import { createHmac } from "node:crypto";
import { expect, test, vi } from "vitest";
import { DomainError } from "../../core/errors";
import { joseSigner } from "./jose";

const KEY = new Uint8Array(32).fill(7);
const signer = joseSigner({ issuer: "berth:b1", loadKey: async () => KEY });
const inAnHour = () => new Date(Date.now() + 3_600_000);

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const forge = (header: object, payload: object, key: Uint8Array): string => {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
};
const later = Math.floor(Date.now() / 1_000) + 3_600;

test("what was signed is read again, and says in numbers when it ends", async () => {
  const token = await signer.sign({ sub: "user", tid: "token" }, inAnHour());
  expect(await signer.verify(token)).toMatchObject({ sub: "user", tid: "token" });
  const [head = "", body = "", tail = ""] = token.split(".");
  expect(JSON.parse(Buffer.from(head, "base64url").toString())).toEqual({ alg: "HS256", typ: "JWT" });
  expect(JSON.parse(Buffer.from(body, "base64url").toString()).exp).toEqual(expect.any(Number));
  expect(tail).toMatch(/^[\w-]{43}$/);
});

test.each([
  ["signed with another key", forge({ alg: "HS256" }, { iss: "berth:b1", exp: later }, new Uint8Array(32))],
  ["of another Berth", forge({ alg: "HS256" }, { iss: "berth:b2", exp: later }, KEY)],
  ["that has expired", forge({ alg: "HS256" }, { iss: "berth:b1", exp: 1_700_000_000 }, KEY)],
  ["that never ends", forge({ alg: "HS256" }, { iss: "berth:b1" }, KEY)],
  ["without a signature", `${encode({ alg: "none" })}.${encode({ iss: "berth:b1", exp: later })}.`],
  ["that is none", "nonsense"],
  ["that is empty", ""],
])("a token %s is none", async (_what, token) => {
  expect(await signer.verify(token)).toBeNull();
});

test("the key is asked for once, and again after it could not be had", async () => {
  const loadKey = vi.fn(async () => KEY);
  loadKey.mockRejectedValueOnce(new DomainError("unavailable", "records_unreachable", "Away."));
  const slow = joseSigner({ issuer: "berth:b1", loadKey });
  await expect(slow.verify("a.b.c")).rejects.toMatchObject({ code: "unavailable" });
  const token = await slow.sign({}, inAnHour());
  expect(await slow.verify(token)).not.toBeNull();
  expect(loadKey).toHaveBeenCalledTimes(2);
});
