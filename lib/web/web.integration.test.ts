import { beforeEach, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { browser, formOf } from "@/tests/browser";
import { makeUser } from "@/tests/factories";
import { withOwnInstance } from "@/tests/own-instance";
import { AcceptInvitationInput, SignInInput } from "../contract/people";
import { DomainError } from "../core/errors";
import { prisma } from "../db/client";
import { createSetupLink } from "../services/people/create-setup-link";
import { createUser } from "../services/people/create-user";
import { action, publicAction } from "./action";
import { readBody, respond, respondPublic } from "./api";
import { orNotFound } from "./page";
import { findContext, requireContext } from "./session";
import { acceptInvitation, findInvitation, signIn, signOut } from "./sign-in";

vi.mock("next/headers", async () => (await import("@/tests/browser")).nextHeaders);
const refresh = vi.hoisted(() => vi.fn());
vi.mock("next/cache", () => ({ refresh }));

withOwnInstance();
const PASSWORD = "correct horse battery";

let visitors = 0;
beforeEach(() => {
  visitors += 1;
  browser.cookies.clear();
  browser.set.length = 0;
  browser.headers = new Headers({
    "x-forwarded-for": `6.6.6.6, 10.0.${visitors}.1`,
    "user-agent": "Testfox",
  });
  refresh.mockClear();
});

const signInAction = publicAction(SignInInput, signIn);
const whereTo = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : "";
  expect(digest).toMatch(/^NEXT_REDIRECT/);
  return digest.split(";")[2] ?? "";
};
async function makePerson() {
  const email = `${crypto.randomUUID()}@example.org`;
  await createUser({ email, name: "Ada", password: PASSWORD, isAdmin: false });
  return { email, password: PASSWORD };
}

describe("sign-in", () => {
  test("the right password starts a session, and leads on to where one wanted to go", async () => {
    const person = await makePerson();
    expect(await findContext()).toBeNull();
    const submitted = signInAction(
      null,
      formOf({ ...person, email: person.email.toUpperCase(), next: "/apps/x" }),
    );
    expect(await whereTo(submitted)).toBe("/apps/x");
    expect(browser.set).toMatchObject([
      {
        name: expect.stringMatching(/^berth-b\w{5}\.session_token$/),
        httpOnly: true,
        sameSite: "lax",
        secure: undefined,
      },
    ]);
    const ctx = await requireContext();
    expect(ctx.actor).toMatchObject({ email: person.email, isAdmin: false });
    const session = await prisma().session.findUniqueOrThrow({ where: { id: ctx.actor.sessionId ?? "" } });
    expect(session).toMatchObject({ ipAddress: `10.0.${visitors}.1`, userAgent: "Testfox" });
  });

  test("it leads nowhere but to this site", async () => {
    const person = await makePerson();
    const submitted = signInAction(null, formOf({ ...person, next: "https://evil.example" }));
    expect(await whereTo(submitted)).toBe("/");
  });

  test("a wrong password and an unknown email have the same answer after as long", async () => {
    const person = await makePerson();
    // The fastest of some: whatever else the machine does only ever makes one slower.
    const timed = async (email: string) => {
      const tries: number[] = [];
      let result: unknown;
      for (let n = 0; n < 3; n++) {
        const startedAt = performance.now();
        result = await signInAction(null, formOf({ email, password: "something wrong" }));
        tries.push(performance.now() - startedAt);
      }
      return { result, ms: Math.min(...tries) };
    };
    const wrong = await timed(person.email);
    const unknown = await timed("nobody@example.org");
    expect(unknown.result).toEqual(wrong.result);
    expect(wrong.result).toMatchObject({
      ok: false,
      error: { code: "unauthenticated", reason: "wrong_credentials" },
    });
    expect(unknown.ms).toBeGreaterThan(wrong.ms / 3);
    expect(browser.cookies.size).toBe(0);
  });

  test("after ten wrong passwords even the right one has to wait, from wherever it comes", async () => {
    const person = await makePerson();
    const attempt = (password: string) => signInAction(null, formOf({ ...person, password }));
    for (let tries = 0; tries < 10; tries += 1)
      expect(await attempt("wrong")).toMatchObject({ error: { code: "unauthenticated" } });
    browser.headers.set("x-forwarded-for", "10.9.9.9");
    expect(await attempt(PASSWORD)).toMatchObject({
      error: { code: "limit_exceeded", message: expect.stringMatching(/Try again in \d+ minutes/) },
    });
  });

  test("a forged x-forwarded-for does not get around the limit of an address", async () => {
    let refused = 0;
    for (let tries = 0; tries < 55; tries += 1) {
      browser.headers.set("x-forwarded-for", `1.2.3.${tries}, 10.8.8.8`);
      const result = await signInAction(null, formOf({ email: `nobody${tries}@example.org`, password: "x" }));
      if (!result.ok && result.error.code === "limit_exceeded") refused += 1;
    }
    expect(refused).toBe(5);
  });

  test("what is not an email is refused at its field", async () => {
    const result = await signInAction(null, formOf({ email: "ada", password: "x" }));
    expect(result).toMatchObject({
      ok: false,
      error: { code: "invalid", fields: { email: [expect.any(String)] } },
    });
  });

  test("signing out ends the session itself, not just the cookie", async () => {
    await whereTo(signInAction(null, formOf(await makePerson())));
    const kept = new Map(browser.cookies);
    expect(await whereTo(publicAction(z.object({}), signOut)(null, formOf({})))).toBe("/sign-in");
    expect(browser.cookies.size).toBe(0);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect(await findContext()).toBeNull();
  });

  test("a cookie that somebody else signed is none", async () => {
    await whereTo(signInAction(null, formOf(await makePerson())));
    const [[name, value] = ["", ""]] = browser.cookies;
    browser.cookies.set(name, `${value.split(".")[0]}.${"A".repeat(43)}=`);
    expect(await findContext()).toBeNull();
  });

  test("a session that is over is none, nor one of an account that is disabled", async () => {
    await whereTo(signInAction(null, formOf(await makePerson())));
    const { userId, sessionId } = (await requireContext()).actor;
    const [session, user] = [{ id: sessionId ?? "" }, { id: userId ?? "" }];
    await prisma().user.update({ where: user, data: { disabledAt: new Date() } });
    expect(await findContext()).toBeNull();
    await prisma().user.update({ where: user, data: { disabledAt: null } });
    expect(await findContext()).not.toBeNull();
    await prisma().session.update({ where: session, data: { expiresAt: new Date(Date.now() - 1) } });
    expect(await findContext()).toBeNull();
  });

  test("a session that was ended elsewhere is none", async () => {
    await whereTo(signInAction(null, formOf(await makePerson())));
    const ctx = await requireContext();
    await prisma().session.delete({ where: { id: ctx.actor.sessionId ?? "" } });
    expect(await findContext()).toBeNull();
  });

  test("a page sends a stranger to sign in and back", async () => {
    browser.headers.set("x-berth-path", "/apps/my-app?tab=2");
    expect(await whereTo(requireContext())).toBe("/sign-in?next=%2Fapps%2Fmy-app%3Ftab%3D2");
    browser.headers.delete("x-berth-path");
    expect(await whereTo(requireContext())).toBe("/sign-in");
  });
});

describe("links to make an account", () => {
  test("the set-up link makes the administrator and signs in", async () => {
    const token = (await createSetupLink())?.split("=")[1] ?? "";
    expect(await findInvitation(token)).toMatchObject({ isSetup: true, email: null });
    const submit = publicAction(AcceptInvitationInput, acceptInvitation);
    const fields = { token, email: "admin@example.org", name: "Ada", password: PASSWORD };
    expect(await submit(null, formOf({ ...fields, password: "short" }))).toMatchObject({
      error: { fields: { password: [expect.any(String)] } },
    });
    expect(await whereTo(submit(null, formOf(fields)))).toBe("/");
    expect((await requireContext()).actor).toMatchObject({ email: "admin@example.org", isAdmin: true });
    expect(await findInvitation(token)).toBeNull();
  });

  test("links are not found by trying", async () => {
    for (let tries = 0; tries < 50; tries += 1) expect(await findInvitation(`guess-${tries}`)).toBeNull();
    await expect(findInvitation("guess")).rejects.toMatchObject({ code: "limit_exceeded" });
  });
});

describe("action", () => {
  const Input = z.object({ text: z.string().min(1, { error: "Say something." }) });

  test("a stranger's form is answered, not run", async () => {
    const service = vi.fn();
    expect(await action(Input, service)(null, formOf({ text: "x" }))).toMatchObject({
      ok: false,
      error: { code: "unauthenticated" },
    });
    expect(service).not.toHaveBeenCalled();
  });

  test("the service gets what was parsed, with the line ends that were typed", async () => {
    await whereTo(signInAction(null, formOf(await makePerson())));
    const echo = action(Input, async (_ctx, { text }) => text);
    expect(await echo(null, formOf({ text: "a\r\nb" }))).toEqual({ ok: true, data: "a\nb" });
    expect(refresh).toHaveBeenCalledOnce();
  });

  test("refusals are answered with their fields, and nothing is read anew", async () => {
    await whereTo(signInAction(null, formOf(await makePerson())));
    const refuse = action(Input, async () => {
      throw new DomainError("conflict", "taken", "Taken.", { fields: { text: ["Taken."] } });
    });
    expect(await refuse(null, formOf({ text: "x" }))).toEqual({
      ok: false,
      error: { code: "conflict", reason: "taken", message: "Taken.", fields: { text: ["Taken."] } },
    });
    expect(await refuse(null, formOf({ text: "" }))).toMatchObject({
      error: { fields: { text: ["Say something."] } },
    });
    expect(refresh).not.toHaveBeenCalled();
  });

  test("an unknown error is logged under the request's id and tells nothing", async () => {
    browser.headers.set("x-request-id", "request-7");
    await whereTo(signInAction(null, formOf(await makePerson())));
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const broken = action(Input, async () => {
      throw new Error("secret detail");
    });
    const result = await broken(null, formOf({ text: "x" }));
    written.mockRestore();
    expect(result).toMatchObject({
      error: { code: "internal", message: expect.stringContaining("request-7") },
    });
    expect(JSON.stringify(result)).not.toContain("secret");
  });
});

describe("respond", () => {
  const bodyOf = async (response: Response): Promise<unknown> => response.json();

  test("a stranger gets 401", async () => {
    const response = await respond(async () => 1);
    expect(response.status).toBe(401);
    expect(await bodyOf(response)).toMatchObject({ error: { code: "unauthenticated" } });
  });

  test.each([
    ["not_found", 404],
    ["forbidden", 403],
    ["conflict", 409],
    ["invalid", 422],
    ["limit_exceeded", 429],
    ["unavailable", 503],
    ["unauthenticated", 401],
  ] as const)("%s is answered with %i, its reason and the request's id", async (code, status) => {
    browser.headers.set("x-request-id", "request-8");
    const response = await respondPublic(async () => {
      throw new DomainError(code, "reason", "Message.");
    });
    expect(response.status).toBe(status);
    expect(response.headers.get("x-request-id")).toBe("request-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await bodyOf(response)).toEqual({ error: { code, reason: "reason", message: "Message." } });
  });

  test("an unknown error is 500 and tells nothing", async () => {
    const response = await respondPublic(async () => {
      throw new Error("secret detail");
    });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
  });

  test("the status may depend on the answer", async () => {
    const response = await respondPublic(
      async () => "degraded",
      (answer) => (answer === "degraded" ? 503 : 200),
    );
    expect(response.status).toBe(503);
  });

  test("a body is JSON of the right shape, sent as JSON", async () => {
    const Body = z.object({ name: z.string() });
    const post = (body: string, type = "application/json") =>
      respondPublic(() =>
        readBody(
          new Request("http://berth", { method: "POST", body, headers: { "content-type": type } }),
          Body,
        ),
      );
    expect(await bodyOf(await post('{"name":"x"}'))).toEqual({ name: "x" });
    for (const [body, type] of [["{"], ['{"name":1}'], ['{"name":"x"}', "text/plain"]] as const)
      expect((await post(body, type)).status).toBe(422);
  });
});

test("what is not there is the 404 page; other refusals go on", async () => {
  const refuse = (code: "not_found" | "unavailable") => Promise.reject(new DomainError(code, "x", "X."));
  await expect(orNotFound(refuse("not_found"))).rejects.toMatchObject({
    digest: expect.stringContaining("404"),
  });
  await expect(orNotFound(refuse("unavailable"))).rejects.toMatchObject({ code: "unavailable" });
  expect(await orNotFound(Promise.resolve(await makeUser({})))).toMatchObject({ isAdmin: false });
});
