import { randomBytes } from "node:crypto";
import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import { twoFactor } from "better-auth/plugins";
import { recoveryCodesOf } from "../core/people/second-factor";
import { prisma, query } from "../db/client";
import { isDisabled } from "../db/users";
import { accountDisabled } from "../services/people/check-credentials";
import { platform } from "./container";
import { log } from "./log";
import { vouchedSessions } from "./vouched-sessions";

/** A session ends this long after sign-in, whatever happens in between: nothing has to renew a cookie while a page is read. */
const SESSION_SECONDS = 30 * 24 * 3_600;

function createAuth() {
  const { instance, baseUrl, authSecret } = platform();
  const secondFactor = twoFactor({
    // Apps show it: who has several Berths has to tell them apart.
    issuer: `Berth ${new URL(baseUrl).host}`,
    backupCodeOptions: { customBackupCodesGenerate: () => recoveryCodesOf(randomBytes) },
    schema: {
      user: { fields: { twoFactorEnabled: "hasSecondFactor" } },
      twoFactor: { modelName: "secondFactor", fields: { backupCodes: "recoveryCodes" } },
    },
  });
  return betterAuth({
    appName: "Berth",
    baseURL: baseUrl,
    secret: authSecret,
    database: prismaAdapter(prisma(), { provider: "postgresql", transaction: true }),
    // Only server actions of ours reach this library; its own HTTP routes are not mounted anywhere.
    emailAndPassword: { enabled: true, disableSignUp: true },
    // The library would cut an IPv6 address to its network; people have to know their own.
    databaseHooks: {
      session: {
        create: {
          before: async (session, request) => {
            // By now the password was right.
            if (await isDisabled(session.userId)) throw new APIError("FORBIDDEN");
            return { data: { ...session, ipAddress: request?.headers?.get("x-forwarded-for") ?? null } };
          },
        },
      },
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true },
    advanced: {
      // Cookies do not tell ports apart: two Berths on one machine must not overwrite each other's.
      cookiePrefix: `berth-${instance}`,
      useSecureCookies: baseUrl.startsWith("https:"),
    },
    telemetry: { enabled: false },
    logger: {
      log: (level, message) => {
        if (level === "error") log.error("auth.failed", { message });
      },
    },
    plugins: [secondFactor, vouchedSessions(secondFactor), nextCookies()],
  });
}

let current: ReturnType<typeof createAuth> | undefined;
/** The sign-in library, for the files of this folder alone. */
export function auth(): ReturnType<typeof createAuth> {
  current ??= createAuth();
  return current;
}

/** Who sends a request, as far as the library has to know: what it keeps of a session, and the cookies of the browser, if it is one. */
export type Sender = { address: string; userAgent: string | null; cookie: string | null };

/** What the library is told of a request. */
export const headersOf = ({ address, userAgent, cookie }: Sender): Headers =>
  new Headers({
    "x-forwarded-for": address,
    "user-agent": userAgent ?? "",
    ...(cookie !== null && { cookie }),
  });

/** By the right password: in, or up to a code. `cookies` are what the library has set. */
export type PasswordSignIn = { needsCode: boolean; cookies: string[] };

/**
 * Starts a session and sets its cookie, or one for the second step; null for an unknown email or a wrong password, after the same work.
 * @throws DomainError `forbidden` where the password is right and the account is disabled.
 */
export async function signInWithPassword(
  input: { email: string; password: string },
  sender: Sender,
): Promise<PasswordSignIn | null> {
  const { email, password } = input;
  const request = { body: { email, password }, headers: headersOf(sender), returnHeaders: true as const };
  try {
    const { response, headers } = await query(() => auth().api.signInEmail(request));
    return { needsCode: "twoFactorRedirect" in response, cookies: headers.getSetCookie() };
  } catch (error) {
    if (error instanceof APIError && error.statusCode === 403) throw accountDisabled();
    if (error instanceof APIError && (error.statusCode === 401 || error.statusCode === 400)) return null;
    throw error;
  }
}

/** Ends the session of the request's cookie and takes the cookie away; safe to repeat. */
export async function endSession(headers: Headers): Promise<void> {
  await query(() => auth().api.signOut({ headers }));
}

/**
 * Starts a session of somebody whom the identity provider vouches for, or leads up to the code. @throws DomainError `forbidden` of an
 * account that was disabled meanwhile.
 */
export async function beginVouchedSession(
  body: { userId: string; isMultiFactor: boolean },
  sender: Sender,
): Promise<{ needsCode: boolean }> {
  try {
    const answer = await query(() => auth().api.beginVouchedSession({ body, headers: headersOf(sender) }));
    return { needsCode: "twoFactorRedirect" in answer };
  } catch (error) {
    if (error instanceof APIError && error.statusCode === 403) throw accountDisabled();
    throw error;
  }
}
