import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { browser, formOf } from "@/tests/browser";
import { makeContext, makeUser } from "@/tests/factories";
import { withOwnInstance } from "@/tests/own-instance";
import { totp } from "@/tests/totp";
import { ChangePasswordInput, SignInInput } from "../contract/people";
import {
  ConfirmedByPassword,
  ConfirmSecondFactorInput,
  PassSecondFactorInput,
} from "../contract/second-factor";
import { prisma } from "../db/client";
import { changeUser } from "../runtime/admin-users";
import { platform } from "../runtime/container";
import { changePassword } from "../services/people/change-password";
import { createPasswordLinkAs } from "../services/people/create-password-link";
import { createUser } from "../services/people/create-user";
import { switchOffSecondFactor } from "../services/people/switch-off-second-factor";
import { action, publicAction } from "./action";
import { restApi } from "./rest/api";
import {
  confirmOwnSecondFactor,
  finishSignIn,
  makeRecoveryCodes,
  readSignInMeans,
  setUpSecondFactor,
} from "./second-factor";
import { findContext, requireContext } from "./session";
import { setPassword, signIn } from "./sign-in";

vi.mock("next/headers", async () => (await import("@/tests/browser")).nextHeaders);
vi.mock("next/cache", () => ({ refresh: vi.fn() }));

withOwnInstance();
const PASSWORD = "correct horse battery";

beforeEach(() => {
  browser.cookies.clear();
  browser.headers = new Headers({ "x-forwarded-for": "10.0.0.1", "user-agent": "Testfox" });
});

const submit = <O>(one: (previous: null, form: FormData) => Promise<O>, fields: Record<string, string>) =>
  one(null, formOf(fields));
/** Where a form led, or what it answered. */
const outcome = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && "digest" in error) return String(error.digest).split(";")[2];
    throw error;
  }
};
const signInBy = (email: string, password = PASSWORD) =>
  outcome(submit(publicAction(SignInInput, signIn), { email, password, next: "/apps" }));
const giveCode = (code: string, more: Record<string, string> = {}) =>
  outcome(submit(publicAction(PassSecondFactorInput, finishSignIn), { code, next: "/apps", ...more }));
const setUp = (password = PASSWORD) => submit(action(ConfirmedByPassword, setUpSecondFactor), { password });
const confirm = (code: string) => submit(action(ConfirmSecondFactorInput, confirmOwnSecondFactor), { code });
const newCodes = () => submit(action(ConfirmedByPassword, makeRecoveryCodes), { password: PASSWORD });
const switchOff = (password: string) =>
  submit(action(ConfirmedByPassword, switchOffSecondFactor), { password });

const CODE_PAGE = "/sign-in/second-factor?next=%2Fapps";
const WRONG = { ok: false, error: { code: "invalid", reason: "wrong_code" } };
const Codes = z.object({ data: z.object({ codes: z.array(z.string()) }) });

async function makePerson(): Promise<{ email: string; id: string }> {
  const email = `${crypto.randomUUID()}@example.org`;
  await createUser({ email, name: "Ada", password: PASSWORD, isAdmin: false });
  const { id } = await prisma().user.findUniqueOrThrow({ where: { email } });
  return { email, id };
}

/** A person with a second factor, signed out; a code of now was used to confirm it, which is no sign-in. */
async function makeGuarded() {
  const person = await makePerson();
  await signInBy(person.email);
  const begun = await setUp();
  const secret = begun.ok ? begun.data.secret : "";
  const { codes } = Codes.parse(await confirm(totp(secret))).data;
  browser.cookies.clear();
  return { ...person, secret, codes };
}

describe("set-up", () => {
  test("asks for the password, counts once an app has shown its code, and keeps nothing in clear text", async () => {
    const { email, id } = await makePerson();
    await signInBy(email);
    const before = (await requireContext()).actor.sessionId;
    expect(await setUp("something wrong")).toMatchObject({
      error: { fields: { password: [expect.any(String)] } },
    });
    const begun = await setUp();
    if (!begun.ok) throw new Error("it begins");
    const { secret, picture } = begun.data;
    expect(secret).toMatch(/^[A-Z2-7]{32,}$/);
    expect(decodeURIComponent(picture)).toMatch(/^data:image\/svg\+xml,<svg/);
    expect(await readSignInMeans(await requireContext())).toMatchObject({ hasSecondFactor: false });
    expect(await confirm("000000")).toMatchObject(WRONG);

    const { codes } = Codes.parse(await confirm(totp(secret))).data;
    expect(codes).toHaveLength(10);
    const ctx = await requireContext();
    expect(ctx.actor.email, "one stays signed in").toBe(email);
    expect(ctx.actor.sessionId).not.toBe(before);
    expect(await readSignInMeans(ctx)).toEqual({ hasPassword: true, hasSecondFactor: true, codesLeft: 10 });
    const kept = JSON.stringify(await prisma().secondFactor.findUniqueOrThrow({ where: { userId: id } }));
    for (const text of [secret, ...codes]) expect(kept).not.toContain(text);
    expect(await confirm(totp(secret))).toMatchObject({ error: { reason: "second_factor_on" } });
    expect(await setUp()).toMatchObject({ error: { reason: "second_factor_on" } });
  });

  test("is undone by the password alone; what was made before is worth nothing", async () => {
    const { email, secret, codes } = await makeGuarded();
    await signInBy(email);
    expect(await giveCode(codes[0] ?? "")).toBe("/apps");
    const renewed = Codes.parse(await newCodes()).data.codes;
    expect(renewed).toHaveLength(10);
    expect(renewed).not.toContain(codes[1]);
    expect(await switchOff("something wrong")).toMatchObject({ error: { reason: "wrong_password" } });
    expect(await switchOff(PASSWORD)).toMatchObject({ ok: true });
    expect(await newCodes()).toMatchObject({ error: { reason: "second_factor_off" } });
    expect(await confirm(totp(secret))).toMatchObject({ error: { reason: "second_factor_off" } });
    browser.cookies.clear();
    expect(await signInBy(email)).toBe("/apps");
  });
});

describe("sign-in", () => {
  test("asks for a code, which works once", async () => {
    const { email, secret } = await makeGuarded();
    expect(await giveCode(totp(secret)), "before the password").toMatchObject({
      error: { reason: "sign_in_again" },
    });
    expect(await signInBy(email)).toBe(CODE_PAGE);
    expect(await findContext()).toBeNull();
    expect(await giveCode("000000")).toMatchObject(WRONG);
    expect(await giveCode("12345")).toMatchObject({ error: { fields: { code: [expect.any(String)] } } });
    const code = totp(secret, 1);
    expect(await giveCode(code)).toBe("/apps");
    expect((await requireContext()).actor.email).toBe(email);

    browser.cookies.clear();
    await signInBy(email);
    expect(await giveCode(code, { isRemembered: "on" }), "seen over a shoulder").toMatchObject(WRONG);
    expect(await findContext()).toBeNull();
    expect(await signInBy(email), "nor is the device remembered").toBe(CODE_PAGE);
  });

  test("takes a recovery code in place of it, once, however it is written", async () => {
    const { email, codes } = await makeGuarded();
    const code = codes[3] ?? "";
    await signInBy(email);
    expect(await giveCode(` ${code.toUpperCase().replaceAll("-", " ")} `)).toBe("/apps");
    expect(await readSignInMeans(await requireContext())).toMatchObject({ codesLeft: 9 });
    browser.cookies.clear();
    await signInBy(email);
    expect(await giveCode(code)).toMatchObject(WRONG);
  });

  test("remembers a device until the password changes, for that person alone", async () => {
    const { email, secret } = await makeGuarded();
    const other = await makeGuarded();
    await signInBy(email);
    expect(await giveCode(totp(secret), { isRemembered: "on" })).toBe("/apps");
    const ctx = await requireContext();
    const signOut = () => {
      for (const name of browser.cookies.keys()) if (name.includes("session")) browser.cookies.delete(name);
    };
    signOut();
    expect(await signInBy(email)).toBe("/apps");
    signOut();
    const device = new Map(browser.cookies);
    expect(await signInBy(other.email)).toBe(CODE_PAGE);
    const input = ChangePasswordInput.parse({ currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` });
    await changePassword(ctx, input);
    browser.cookies = device;
    expect(await signInBy(email, `${PASSWORD} 2`)).toBe(CODE_PAGE);
  });

  test("ends after five wrong codes, and waits after ten", async () => {
    const { email, secret } = await makeGuarded();
    for (const reason of ["too_many_codes", "too_many_codes"]) {
      await signInBy(email);
      for (let tries = 0; tries < 5; tries += 1) expect(await giveCode("000000")).toMatchObject(WRONG);
      expect(await giveCode("000000")).toMatchObject({ error: { code: "limit_exceeded", reason } });
    }
    await signInBy(email);
    expect(await giveCode(totp(secret))).toMatchObject({
      error: { code: "limit_exceeded", message: expect.stringContaining("15 minutes") },
    });
  });

  test("by a password link asks for the code too", async () => {
    const { email, id, secret } = await makeGuarded();
    const { path } = await createPasswordLinkAs(null, { id });
    const link = { token: path.split("/").at(-1) ?? "", password: `${PASSWORD} 3` };
    expect(
      await outcome(setPassword({ requestId: "", address: "", addressGroup: "", userAgent: null }, link)),
    ).toBe("/sign-in/second-factor?next=%2F");
    expect(await findContext()).toBeNull();
    expect(await giveCode(totp(secret))).toBe("/apps");
    expect((await requireContext()).actor.email).toBe(email);
  });

  test("needs no code any more once it was reset, which is noted", async () => {
    const { email } = await makeGuarded();
    const said: string[] = [];
    await changeUser((line) => said.push(line), "reset-second-factor", email);
    expect(said).toEqual([`${email} has no second factor any more.`]);
    expect(await signInBy(email)).toBe("/apps");
    expect(await prisma().personEvent.findFirst({ where: { email } })).toMatchObject({
      kind: "reset-second-factor",
      actorEmail: null,
    });
  });
});

describe("a token by email and password", () => {
  const ask = async (email: string, more: { otp?: string; header?: string; password?: string }) => {
    const { otp, header, password = PASSWORD } = more;
    const answer = await restApi(platform)(
      new Request("http://localhost/v1/tokens", {
        method: "POST",
        headers: {
          authorization: `Basic ${Buffer.from(`${email}:${password}`).toString("base64")}`,
          "content-type": "application/json",
          ...(header && { "x-authorization-otp": header }),
        },
        body: JSON.stringify({ token: { name: "x" }, ...(otp && { otp }) }),
      }),
    );
    return { status: answer.status, body: await answer.json() };
  };

  test("needs the code too, in the header of the reference platform or the body, and starts no session", async () => {
    const { email, id, secret, codes } = await makeGuarded();
    await prisma().session.deleteMany({ where: { userId: id } });
    const needed = { status: 401, body: { error: "OTP Required", code: "otp_required" } };
    expect(await ask(email, {})).toEqual(needed);
    expect(await ask(email, { password: "wrong", otp: totp(secret) })).toMatchObject({
      status: 401,
      body: { code: "wrong_credentials" },
    });
    expect(await ask(email, { otp: "000000" })).toMatchObject({ status: 422, body: { code: "wrong_code" } });
    expect(await prisma().apiToken.count({ where: { userId: id } })).toBe(0);
    // One code, whatever the time: the next one begins within half a minute.
    const header = totp(secret);
    expect(await ask(email, { header })).toMatchObject({ status: 201 });
    expect(await ask(email, { header })).toMatchObject({ status: 422 });
    expect(await ask(email, { otp: codes[0] ?? "" })).toMatchObject({ status: 201 });
    expect(await prisma().session.count({ where: { userId: id } })).toBe(0);
  });

  test("needs none of an account without", async () => {
    const { email } = await makePerson();
    expect(await ask(email, {})).toMatchObject({ status: 201 });
  });
});

test("a program sets no second factor up, nor does it switch one off", async () => {
  const user = await makeUser();
  const ctx = makeContext(user, { actor: { sessionId: null } });
  const refused = { code: "forbidden", reason: "browser_only" };
  await expect(setUpSecondFactor(ctx, { password: PASSWORD })).rejects.toMatchObject(refused);
  await expect(makeRecoveryCodes(ctx, { password: PASSWORD })).rejects.toMatchObject(refused);
  await expect(switchOffSecondFactor(ctx, { password: PASSWORD })).rejects.toMatchObject(refused);
});
