import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { prisma } from "../../db/client";
import { countAttempt, deleteAttemptsBefore } from "../../db/rate-limits";
import { countInvitationAttempt, countSignIn, noteInvitationFound, noteSignedIn } from "./attempts";

withDatabase();

const who = () => ({ email: `${randomUUID()}@example.org`, addressGroup: randomUUID() });
const refusal = { code: "limit_exceeded", message: expect.stringMatching(/Try again in 1[45] minutes/) };

/** How many of `count` attempts at once were let through. */
async function letThrough(count: number, attempt: () => Promise<void>): Promise<number> {
  const results = await Promise.allSettled(Array.from({ length: count }, attempt));
  for (const result of results)
    if (result.status === "rejected") expect(result.reason).toMatchObject(refusal);
  return results.filter(({ status }) => status === "fulfilled").length;
}

test("ten failed sign-ins to one account are let through, however they race and wherever they come from", async () => {
  const { email } = who();
  const attempt = () => countSignIn({ email, addressGroup: randomUUID() });
  expect(await letThrough(30, attempt)).toBe(10);
  await expect(attempt()).rejects.toMatchObject(refusal);
});

test("fifty failed sign-ins from one address are let through, whatever the accounts", async () => {
  const { addressGroup } = who();
  expect(await letThrough(70, () => countSignIn({ email: who().email, addressGroup }))).toBe(50);
});

test("an address that is refused makes no rows for the emails it goes through", async () => {
  const { addressGroup } = who();
  await letThrough(50, () => countSignIn({ email: who().email, addressGroup }));
  const before = await prisma().rateLimit.count();
  await letThrough(20, () => countSignIn({ email: who().email, addressGroup }));
  expect(await prisma().rateLimit.count()).toBe(before);
});

test("a success clears the account but gives the address only its own attempt back", async () => {
  const attempt = who();
  for (let tries = 0; tries < 9; tries += 1) await countSignIn(attempt);
  await countSignIn(attempt);
  await noteSignedIn(attempt);
  expect(await letThrough(20, () => countSignIn(attempt))).toBe(10);
  // 9 before, 20 that the address was asked for; 21 are left of 50.
  expect(await letThrough(30, () => countSignIn({ ...attempt, email: who().email }))).toBe(21);
});

test("links that do not exist are counted by address, those that do are not", async () => {
  const { addressGroup } = who();
  for (let opened = 0; opened < 60; opened += 1) {
    await countInvitationAttempt(addressGroup);
    await noteInvitationFound(addressGroup);
  }
  expect(await letThrough(60, () => countInvitationAttempt(addressGroup))).toBe(50);
});

test("emails and addresses are not kept in the clear", async () => {
  const attempt = who();
  await countSignIn(attempt);
  const rows = JSON.stringify(await prisma().rateLimit.findMany());
  expect(rows).not.toContain(attempt.email);
  expect(rows).not.toContain(attempt.addressGroup);
});

test("after the pause attempts count from one again; refused ones do not make it longer", async () => {
  const limit = { key: randomUUID(), attemptsMax: 2, windowMs: 1_000 };
  const at = (seconds: number) => countAttempt({ ...limit, now: new Date(seconds * 1_000) });
  expect((await at(100)).isAllowed).toBe(true);
  expect((await at(100.5)).isAllowed).toBe(true);
  expect(await at(100.6)).toEqual({ isAllowed: false, freeAt: new Date(101_500) });
  expect(await at(101.4)).toEqual({ isAllowed: false, freeAt: new Date(101_500) });
  expect((await at(101.5)).isAllowed).toBe(true);
  expect((await at(101.6)).isAllowed).toBe(true);
  expect((await at(101.7)).isAllowed).toBe(false);
});

test("in no stretch as long as the window are more attempts let through than allowed", async () => {
  const limit = { key: randomUUID(), attemptsMax: 3, windowMs: 1_000 };
  const allowed: number[] = [];
  for (let ms = 0; ms < 10_000; ms += 90)
    if ((await countAttempt({ ...limit, now: new Date(ms) })).isAllowed) allowed.push(ms);
  for (const from of allowed)
    expect(allowed.filter((ms) => ms >= from && ms < from + 1_000).length).toBeLessThanOrEqual(3);
});

test("what no limit looks at any more is forgotten", async () => {
  const key = randomUUID();
  await countAttempt({ key, attemptsMax: 1, windowMs: 1_000, now: new Date(0) });
  await deleteAttemptsBefore(new Date(1));
  expect(await prisma().rateLimit.findUnique({ where: { key } })).toBeNull();
});
