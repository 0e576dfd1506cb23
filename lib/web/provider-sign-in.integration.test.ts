import type { JWTPayload } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as finishRoute } from "@/app/(public)/sign-in/openid/callback/route";
import { GET as beginRoute } from "@/app/(public)/sign-in/openid/route";
import { browser, formOf } from "@/tests/browser";
import { CLIENT } from "@/tests/identity-client";
import { startIdentityProvider, visitProvider } from "@/tests/identity-provider";
import { withOwnInstance } from "@/tests/own-instance";
import { totp } from "@/tests/totp";
import {
  ConfirmedByPassword,
  ConfirmSecondFactorInput,
  PassSecondFactorInput,
} from "../contract/second-factor";
import { DomainError } from "../core/errors";
import { prisma } from "../db/client";
import { platform } from "../runtime/container";
import { changePersonAs } from "../services/people/change-person";
import { createPasswordLinkAs } from "../services/people/create-password-link";
import { createUser } from "../services/people/create-user";
import { removePersonAs } from "../services/people/remove-person";
import { setPasswordByLink } from "../services/people/set-password-by-link";
import { action, publicAction } from "./action";
import { providerOffer } from "./provider-sign-in";
import { confirmOwnSecondFactor, finishSignIn, setUpSecondFactor } from "./second-factor";
import { findContext, requireContext } from "./session";

vi.mock("next/headers", async () => (await import("@/tests/browser")).nextHeaders);
vi.mock("next/cache", () => ({ refresh: vi.fn() }));

const BERTH = "http://localhost:3000";
const CALLBACK = `${BERTH}/sign-in/openid/callback`;
const PASSWORD = "correct horse battery";

let provider: Awaited<ReturnType<typeof startIdentityProvider>>;
beforeAll(async () => {
  provider = await startIdentityProvider({ callback: CALLBACK });
  vi.stubEnv("BERTH_OIDC_ISSUER", provider.issuer);
  vi.stubEnv("BERTH_OIDC_CLIENT_ID", CLIENT.id);
  vi.stubEnv("BERTH_OIDC_CLIENT_SECRET", CLIENT.secret);
  vi.stubEnv("BERTH_OIDC_NAME", "Example");
});
withOwnInstance();
afterAll(() => provider.stop());

beforeEach(() => {
  browser.cookies.clear();
  browser.headers = new Headers({ "x-forwarded-for": "10.0.0.1", "user-agent": "Testfox" });
});
afterEach(() => {
  provider.spoilt.claims = null;
});

const leadsTo = async (answer: Promise<Response>): Promise<string> => {
  const { status, headers } = await answer;
  expect(status).toBe(303);
  return headers.get("location") ?? "";
};
const begin = (next = "/apps"): Promise<string> =>
  leadsTo(beginRoute(new Request(`${BERTH}/sign-in/openid?${new URLSearchParams({ next })}`)));
const comeBack = (url: URL): Promise<string> => leadsTo(finishRoute(new Request(url)));
/** From the button to where it ends, as `subject` of the provider; null cancels. */
const signIn = async (subject: string | null): Promise<string> =>
  comeBack(await visitProvider(await begin(), CALLBACK, subject));
const refused = (reason: string) => `/sign-in?refused=${reason}&next=%2Fapps`;

/** Somebody whom Berth and the provider know by the same address. */
async function makePerson() {
  const email = `${crypto.randomUUID()}@example.org`;
  const subject = crypto.randomUUID();
  await createUser({ email, name: "Ada", password: PASSWORD, isAdmin: false });
  const { id } = await prisma().user.findUniqueOrThrow({ where: { email } });
  provider.people.set(subject, { email, email_verified: true, name: "Ada" });
  return { email, subject, id };
}
const identitiesOf = (userId: string) =>
  prisma().account.findMany({ where: { userId, providerId: provider.issuer } });
const whoIsIn = async () => (await findContext())?.actor.email ?? null;

describe("sign-in by the provider", () => {
  test("leads on to where one wanted to go, with a session as after a password", async () => {
    const { email, subject, id } = await makePerson();
    expect(await signIn(subject)).toBe("/apps");
    expect(
      browser.set.find((cookie) => "name" in cookie && /openid$/.test(String(cookie.name))),
    ).toMatchObject({
      httpOnly: true,
      sameSite: "lax",
      path: "/sign-in/openid",
    });
    const ctx = await requireContext();
    expect(ctx.actor).toMatchObject({ email, isAdmin: false });
    const session = await prisma().session.findUniqueOrThrow({ where: { id: ctx.actor.sessionId ?? "" } });
    expect(session).toMatchObject({ ipAddress: "10.0.0.1", userAgent: "Testfox" });
    expect(await identitiesOf(id)).toMatchObject([{ accountId: subject }]);
    expect(await prisma().personEvent.findMany({ where: { email } })).toMatchObject([
      { kind: "link-identity", actorEmail: email, address: "10.0.0.1" },
    ]);
  });

  test("begins with a challenge, and tells the provider nothing that the browser keeps sealed", async () => {
    const url = new URL(await begin());
    expect(url.origin).toBe(provider.issuer);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      code_challenge_method: "S256",
      redirect_uri: CALLBACK,
      client_id: CLIENT.id,
    });
    const [kept = ""] = browser.cookies.values();
    for (const name of ["state", "nonce"]) {
      expect(url.searchParams.get(name)).toMatch(/^.{20,}$/);
      expect(kept).not.toContain(url.searchParams.get(name));
    }
  });

  test("knows people by the provider's name for them, whatever becomes of their address", async () => {
    const { email, subject, id } = await makePerson();
    await signIn(subject);
    browser.cookies.clear();
    provider.people.set(subject, { email: "ada.married@example.org", email_verified: false });
    expect(await signIn(subject)).toBe("/apps");
    expect(await whoIsIn()).toBe(email);
    expect(await identitiesOf(id)).toHaveLength(1);
  });

  test("finds an account however the provider writes its address", async () => {
    const { email, subject } = await makePerson();
    provider.people.set(subject, { email: email.toUpperCase(), email_verified: true });
    expect(await signIn(subject)).toBe("/apps");
    expect(await whoIsIn()).toBe(email);
  });

  test("lets in nobody whose address is not verified, who has no account, or whom another of the provider was before", async () => {
    const { email, subject, id } = await makePerson();
    provider.people.set(subject, { email, email_verified: false });
    expect(await signIn(subject)).toBe(refused("email_not_verified"));
    provider.people.set(subject, { email_verified: true });
    expect(await signIn(subject)).toBe(refused("email_not_verified"));
    provider.people.set("stranger", { email: "stranger@example.org", email_verified: true });
    expect(await signIn("stranger")).toBe(refused("no_account"));
    expect(await prisma().user.count({ where: { email: "stranger@example.org" } })).toBe(0);

    provider.people.set(subject, { email, email_verified: true });
    await signIn(subject);
    browser.cookies.clear();
    provider.people.set("heir", { email, email_verified: true });
    expect(await signIn("heir")).toBe(refused("other_identity"));
    expect(await whoIsIn()).toBeNull();
    await changePersonAs(null, { id, change: "unlink-identity" });
    expect(await signIn("heir"), "once an administrator has taken the link off").toBe("/apps");
    browser.cookies.clear();
    expect(await signIn(subject)).toBe(refused("other_identity"));
  });

  test("lets in nobody whose account is disabled or was removed, linked or not", async () => {
    const [linked, unlinked, gone] = [await makePerson(), await makePerson(), await makePerson()];
    for (const { subject } of [linked, gone]) expect(await signIn(subject)).toBe("/apps");
    browser.cookies.clear();
    for (const { id } of [linked, unlinked]) await changePersonAs(null, { id, change: "disable" });
    await removePersonAs(null, { id: gone.id });
    expect(await signIn(linked.subject)).toBe(refused("account_disabled"));
    expect(await signIn(unlinked.subject)).toBe(refused("account_disabled"));
    expect(await signIn(gone.subject)).toBe(refused("no_account"));
    expect(await whoIsIn()).toBeNull();
    expect(await identitiesOf(unlinked.id)).toEqual([]);
    expect(await identitiesOf(gone.id)).toEqual([]);
  });

  test("makes accounts where the operator says so, but for nobody who was removed", async () => {
    const gone = await makePerson();
    await removePersonAs(null, { id: gone.id });
    const email = `${crypto.randomUUID()}@example.org`;
    provider.people.set("joe", { email, email_verified: true, name: " Joe Doe " });
    platform().makesAccounts = true;
    try {
      expect(await signIn("joe")).toBe("/apps");
      expect(await whoIsIn()).toBe(email);
      browser.cookies.clear();
      expect(await signIn(gone.subject)).toBe(refused("no_account"));
    } finally {
      platform().makesAccounts = false;
    }
    const user = await prisma().user.findUniqueOrThrow({ where: { email } });
    expect(user).toMatchObject({ name: "Joe Doe", isAdmin: false });
    const events = await prisma().personEvent.findMany({ where: { email }, orderBy: { id: "asc" } });
    expect(events.map(({ kind }) => kind).toSorted()).toEqual(["link-identity", "make-account"]);
    expect(await signIn("joe")).toBe("/apps");

    const { path } = await createPasswordLinkAs(null, { id: user.id });
    await setPasswordByLink({ token: path.split("/").at(-1) ?? "", password: PASSWORD });
    const accounts = await prisma().account.findMany({
      where: { userId: user.id, providerId: "credential" },
    });
    expect(accounts, "a password of their own").toMatchObject([{ password: expect.stringMatching(/.{40}/) }]);
  });
});

describe("an answer that is no answer to this browser's question", () => {
  test("is refused: somebody cancelled, another state, used twice, none begun, changed or too old", async () => {
    const { subject } = await makePerson();
    expect(await signIn(null)).toBe(refused("consent_refused"));

    const answer = await visitProvider(await begin(), CALLBACK, subject);
    const forged = new URL(answer);
    forged.searchParams.set("state", "another");
    expect(await comeBack(forged)).toBe(refused("begin_again"));
    expect(await comeBack(answer), "the cookie works once").toBe("/sign-in?refused=begin_again");

    await signIn(subject);
    const [name = "", sealed] = [...browser.cookies].find(([name]) => name.endsWith("openid")) ?? [];
    expect(sealed).toBeUndefined();
    browser.cookies.clear();

    const spoilt = await visitProvider(await begin(), CALLBACK, subject);
    for (const [key, value] of browser.cookies) browser.cookies.set(key, `${value.slice(0, -2)}AA`);
    expect(await comeBack(spoilt), name).toBe("/sign-in?refused=begin_again");

    const old = await visitProvider(await begin(), CALLBACK, subject);
    const now = Date.now();
    const clock = vi.spyOn(Date, "now").mockReturnValue(now + 10 * 60_000 + 1);
    try {
      expect(await comeBack(old)).toBe("/sign-in?refused=begin_again");
    } finally {
      clock.mockRestore();
    }
    expect(await whoIsIn()).toBeNull();
  });

  test("is refused when its code was used already, though its state is right", async () => {
    const { subject } = await makePerson();
    const answer = await visitProvider(await begin(), CALLBACK, subject);
    const kept = new Map(browser.cookies);
    expect(await comeBack(answer)).toBe("/apps");
    browser.cookies = kept;
    expect(await comeBack(answer)).toBe(refused("begin_again"));
    expect(await whoIsIn()).toBeNull();
  });

  const claims = (changes: JWTPayload) => (told: JWTPayload) => ({ ...told, ...changes });
  const seconds = Math.floor(Date.now() / 1000);
  test.each([
    ["another nonce", claims({ nonce: "another" }), "provider_not_trusted"],
    ["no nonce", ({ nonce, ...told }: JWTPayload) => told, "provider_not_trusted"],
    ["another audience", claims({ aud: "somebody-else" }), "provider_not_trusted"],
    ["another issuer", claims({ iss: "https://elsewhere.example" }), "provider_not_trusted"],
    ["the clock of an hour ago", claims({ iat: seconds - 7_200, exp: seconds - 3_600 }), "clocks_differ"],
  ])("is refused with %s", async (_, spoil, reason) => {
    const { subject } = await makePerson();
    provider.spoilt.claims = spoil;
    expect(await signIn(subject)).toBe(refused(reason));
    expect(await whoIsIn()).toBeNull();
  });

  test("leads nowhere but to this site", async () => {
    const { subject } = await makePerson();
    for (const next of ["https://evil.example", "//evil.example", "/\\evil.example"]) {
      const answer = await visitProvider(await begin(next), CALLBACK, subject);
      expect(await comeBack(answer), next).toBe("/");
    }
  });

  test("counts: after fifty of them the address has to wait", async () => {
    browser.headers.set("x-forwarded-for", "10.7.7.7");
    const { subject } = await makePerson();
    for (let tries = 0; tries < 50; tries += 1) {
      await begin();
      await comeBack(new URL(`${CALLBACK}?code=x&state=forged`));
    }
    expect(await signIn(subject)).toBe(refused("too_many_attempts"));
    browser.headers.set("x-forwarded-for", "10.7.7.8");
    expect(await signIn(subject)).toBe("/apps");
  });
});

describe("a second factor", () => {
  const submit = <O>(one: (previous: null, form: FormData) => Promise<O>, fields: Record<string, string>) =>
    one(null, formOf(fields));
  const giveCode = async (code: string, more: Record<string, string> = {}): Promise<string> => {
    const given = submit(publicAction(PassSecondFactorInput, finishSignIn), { code, next: "/apps", ...more });
    const error = await given.then(
      () => null,
      (thrown: unknown) => thrown,
    );
    return error instanceof Error && "digest" in error ? (String(error.digest).split(";")[2] ?? "") : "";
  };
  const CODE_PAGE = "/sign-in/second-factor?next=%2Fapps";
  const signOut = () => {
    for (const name of browser.cookies.keys()) if (name.includes("session")) browser.cookies.delete(name);
  };

  test("is asked for after the provider too, remembered, and not asked for where the provider has asked for more than one proof", async () => {
    const { email, subject } = await makePerson();
    await signIn(subject);
    const begun = await submit(action(ConfirmedByPassword, setUpSecondFactor), { password: PASSWORD });
    const secret = begun.ok ? begun.data.secret : "";
    await submit(action(ConfirmSecondFactorInput, confirmOwnSecondFactor), { code: totp(secret) });
    browser.cookies.clear();

    expect(await signIn(subject)).toBe(CODE_PAGE);
    expect(await whoIsIn(), "no session before the code").toBeNull();
    expect(await giveCode(totp(secret), { isRemembered: "on" })).toBe("/apps");
    expect(await whoIsIn()).toBe(email);
    signOut();
    expect(await signIn(subject)).toBe("/apps");

    browser.cookies.clear();
    provider.spoilt.claims = (told) => ({ ...told, amr: ["pwd"] });
    expect(await signIn(subject)).toBe(CODE_PAGE);
    browser.cookies.clear();
    provider.spoilt.claims = (told) => ({ ...told, amr: ["pwd", "mfa"] });
    expect(await signIn(subject)).toBe("/apps");
    expect(await whoIsIn()).toBe(email);
  });
});

test("the page offers the provider, and tells a refusal in words of its own alone", () => {
  expect(providerOffer(undefined)).toEqual({ name: "Example", refusal: null });
  expect(providerOffer("consent_refused")?.refusal).toBe("You did not finish signing in with Example.");
  expect(providerOffer("<b>")?.refusal).not.toContain("<b>");
});

test("a provider that is away is told, and found again once it is back", async () => {
  const { subject } = await makePerson();
  const port = Number(new URL(provider.issuer).port);
  const people = provider.people;
  const answer = await visitProvider(await begin(), CALLBACK, subject);
  await provider.stop();
  expect(await comeBack(answer)).toBe(refused("provider_away"));
  await expect(platform().identityProvider?.probe()).rejects.toThrow(DomainError);
  expect(await begin()).toBe(refused("provider_away"));
  provider = await startIdentityProvider({ callback: CALLBACK, port });
  for (const [name, person] of people) provider.people.set(name, person);
  expect(await signIn(subject)).toBe("/apps");
});
