import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { authenticator } from "@/tests/authenticator";
import { browser, formOf } from "@/tests/browser";
import { makeContext, makeUser } from "@/tests/factories";
import { withOwnInstance } from "@/tests/own-instance";
import { AddPasskeyInput, AskForPasskeyInput, PasskeyInput, PasskeySignInInput } from "../contract/passkeys";
import { SignInInput } from "../contract/people";
import { prisma } from "../db/client";
import { listPasskeys } from "../services/passkeys/list-passkeys";
import { removePasskey } from "../services/passkeys/remove-passkey";
import { changePersonAs } from "../services/people/change-person";
import { createUser } from "../services/people/create-user";
import { removePersonAs } from "../services/people/remove-person";
import { action, publicAction } from "./action";
import { addPasskey, askForPasskey, askPasskey, signInByPasskey } from "./passkeys";
import { findContext, requireContext } from "./session";
import { signIn } from "./sign-in";

vi.mock("next/headers", async () => (await import("@/tests/browser")).nextHeaders);
vi.mock("next/cache", () => ({ refresh: vi.fn() }));

withOwnInstance();
const HOME = "http://localhost:3000";
const PASSWORD = "correct horse battery";

let visitors = 0;
beforeEach(() => {
  visitors += 1;
  browser.cookies.clear();
  browser.headers = new Headers({ "x-forwarded-for": `10.1.0.${visitors}`, "user-agent": "Testfox" });
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
const signInByPassword = (email: string) =>
  outcome(submit(publicAction(SignInInput, signIn), { email, password: PASSWORD, next: "/apps" }));
const askNew = async (password = PASSWORD) => submit(action(AskForPasskeyInput, askForPasskey), { password });
const add = (answer: string, name = "laptop") =>
  submit(action(AddPasskeyInput, addPasskey), { answer, name });
const remove = (id: string) => submit(action(PasskeyInput, removePasskey), { id });
const ask = async (): Promise<string> => {
  const asked = await submit(publicAction(z.object({}), askPasskey), {});
  return asked.ok ? asked.data.options : "";
};
const give = (answer: string, next = "/apps") =>
  outcome(submit(publicAction(PasskeySignInInput, signInByPasskey), { answer, next }));
const refused = (reason: string) => ({ ok: false, error: expect.objectContaining({ reason }) });
const optionsOf = (asked: Awaited<ReturnType<typeof askNew>>): string => (asked.ok ? asked.data.options : "");

async function makePerson() {
  const email = `${crypto.randomUUID()}@example.org`;
  await createUser({ email, name: "Ada", password: PASSWORD, isAdmin: false });
  const { id } = await prisma().user.findUniqueOrThrow({ where: { email } });
  return { email, id };
}
/** A person with a passkey on a device, signed out. */
async function makeHolder() {
  const person = await makePerson();
  const device = authenticator(HOME);
  await signInByPassword(person.email);
  expect(await add(device.create(optionsOf(await askNew())))).toMatchObject({ ok: true });
  browser.cookies.clear();
  return { ...person, device };
}

describe("a new passkey", () => {
  test("is kept after the password, under the name that its owner gives it", async () => {
    const { email, id } = await makePerson();
    await signInByPassword(email);
    expect(await askNew("something wrong")).toMatchObject(refused("wrong_password"));
    const options = optionsOf(await askNew());
    expect(JSON.parse(options)).toMatchObject({
      rp: { id: "localhost" },
      user: { name: email },
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    expect(await add(authenticator(HOME).create(options), " my laptop ")).toMatchObject({ ok: true });
    expect(await listPasskeys(await requireContext())).toMatchObject([
      { name: "my laptop", lastUsedAt: null },
    ]);
    expect(await prisma().passkey.count({ where: { userId: id } })).toBe(1);
    const again = optionsOf(await askNew());
    expect(JSON.parse(again).excludeCredentials, "one of each device").toHaveLength(1);
  });

  test("is refused as an answer to another question, of another site, or of a device that has not seen its owner", async () => {
    const { email } = await makePerson();
    await signInByPassword(email);
    const device = authenticator(HOME);
    expect(await add(device.create(optionsOf(await askNew()), { isVerified: false }))).toMatchObject(
      refused("wrong_passkey"),
    );
    expect(
      await add(device.create(optionsOf(await askNew()), { origin: "https://evil.example" })),
    ).toMatchObject(refused("wrong_passkey"));
    const former = optionsOf(await askNew());
    await askNew();
    expect(await add(device.create(former))).toMatchObject(refused("wrong_passkey"));
    for (const answer of ["{}", "no JSON", "null", '{"id":1}']) {
      await askNew();
      expect(await add(answer), answer).toMatchObject(refused("wrong_passkey"));
    }
    expect(await add(device.create(former)), "the cookie works once").toMatchObject(
      refused("passkey_too_late"),
    );
    expect(await listPasskeys(await requireContext())).toEqual([]);
  });

  test("is nobody else's: not who signs in meanwhile, nor a second account's", async () => {
    const [one, other] = [await makePerson(), await makePerson()];
    await signInByPassword(one.email);
    const device = authenticator(HOME);
    const options = optionsOf(await askNew());
    const asked = new Map([...browser.cookies].filter(([name]) => name.endsWith("new-passkey")));
    browser.cookies.clear();
    await signInByPassword(other.email);
    for (const [name, value] of asked) browser.cookies.set(name, value);
    expect(await add(device.create(options))).toMatchObject(refused("passkey_too_late"));

    expect(await add(device.create(optionsOf(await askNew())))).toMatchObject({ ok: true });
    const [kept] = await listPasskeys(await requireContext());
    browser.cookies.clear();
    await signInByPassword(one.email);
    expect(await add(device.create(optionsOf(await askNew())))).toMatchObject(refused("passkey_taken"));
    expect(await remove(kept?.id ?? "")).toMatchObject(refused("passkey"));
  });
});

describe("sign-in by a passkey", () => {
  test("leads on without password and code, and works once", async () => {
    const { email, id, device } = await makeHolder();
    await prisma().user.update({ where: { id }, data: { hasSecondFactor: true } });
    expect(await signInByPassword(email)).toBe("/sign-in/second-factor?next=%2Fapps");
    expect(await findContext()).toBeNull();
    const options = await ask();
    const answer = device.get(options);
    const cookies = new Map(browser.cookies);
    expect(await give(answer)).toBe("/apps");
    const ctx = await requireContext();
    expect(ctx.actor).toMatchObject({ email });
    expect(await listPasskeys(ctx)).toMatchObject([{ lastUsedAt: expect.any(String) }]);

    browser.cookies = cookies;
    expect(await give(answer), "heard on the way").toMatchObject(refused("wrong_passkey"));
    browser.cookies.clear();
    expect(await give(answer)).toMatchObject(refused("passkey_too_late"));
    expect(await findContext()).toBeNull();
  });

  test("leads nowhere but to this site", async () => {
    const { device } = await makeHolder();
    expect(await give(device.get(await ask()), "https://evil.example")).toBe("/");
  });

  test("is refused of another site, another question, another key, a copy, and a device that has not seen its owner", async () => {
    const { device } = await makeHolder();
    expect(await give(device.get(await ask(), { counter: 7 }))).toBe("/apps");
    browser.cookies.clear();
    expect(await give(device.get(await ask(), { counter: 7 })), "a copy").toMatchObject(
      refused("wrong_passkey"),
    );
    const fresh = { counter: 8 };
    expect(await give(device.get(await ask(), { ...fresh, isVerified: false }))).toMatchObject(
      refused("wrong_passkey"),
    );
    expect(await give(device.get(await ask(), { ...fresh, origin: "https://evil.example" }))).toMatchObject(
      refused("wrong_passkey"),
    );
    const former = await ask();
    await ask();
    expect(await give(device.get(former, fresh))).toMatchObject(refused("wrong_passkey"));

    const options = await ask();
    const own = JSON.parse(device.get(options, fresh));
    const foreign = JSON.parse(authenticator(HOME).get(options, fresh));
    const forged = JSON.stringify({ ...foreign, id: own.id, rawId: own.rawId });
    expect(await give(forged)).toMatchObject(refused("wrong_passkey"));
    expect(await give(authenticator(HOME).get(await ask()))).toMatchObject(refused("unknown_passkey"));
    await ask();
    expect(await give("[]")).toMatchObject(refused("unknown_passkey"));
    expect(await findContext()).toBeNull();
    expect(await give(device.get(await ask(), fresh))).toBe("/apps");
  });

  test("is refused of a disabled account, and of a passkey that was taken away, by whomever", async () => {
    const [disabled, own, lost, gone] = [
      await makeHolder(),
      await makeHolder(),
      await makeHolder(),
      await makeHolder(),
    ];
    await changePersonAs(null, { id: disabled.id, change: "disable" });
    expect(await give(disabled.device.get(await ask()))).toMatchObject(refused("account_disabled"));
    await signInByPassword(own.email);
    const [kept] = await listPasskeys(await requireContext());
    expect(await remove(kept?.id ?? "")).toMatchObject({ ok: true });
    browser.cookies.clear();
    await changePersonAs(null, { id: lost.id, change: "reset-second-factor" });
    await removePersonAs(null, { id: gone.id });
    for (const { device } of [own, lost, gone])
      expect(await give(device.get(await ask()))).toMatchObject(refused("unknown_passkey"));
    expect(await findContext()).toBeNull();
  });

  test("counts: after fifty that fail the address has to wait", async () => {
    const { device } = await makeHolder();
    for (let tries = 0; tries < 50; tries += 1) {
      await ask();
      await give("{}");
    }
    expect(await give(device.get(await ask()))).toMatchObject(refused("too_many_attempts"));
  });
});

test("a program adds no passkey, nor does it see or remove one", async () => {
  const ctx = makeContext(await makeUser(), { actor: { sessionId: null } });
  const browserOnly = { code: "forbidden", reason: "browser_only" };
  await expect(askForPasskey(ctx, { password: PASSWORD })).rejects.toMatchObject(browserOnly);
  await expect(addPasskey(ctx, { answer: {}, name: "x" })).rejects.toMatchObject(browserOnly);
  await expect(listPasskeys(ctx)).rejects.toMatchObject(browserOnly);
  await expect(removePasskey(ctx, { id: crypto.randomUUID() })).rejects.toMatchObject(browserOnly);
});
