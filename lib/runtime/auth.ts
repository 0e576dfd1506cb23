import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { APIError } from "better-auth/api";
import { nextCookies } from "better-auth/next-js";
import { prisma, query } from "../db/client";
import { isDisabled } from "../db/users";
import { accountDisabled } from "../services/people/check-credentials";
import { platform } from "./container";
import { log } from "./log";

/** A session ends this long after sign-in, whatever happens in between: nothing has to renew a cookie while a page is read. */
const SESSION_SECONDS = 30 * 24 * 3_600;

export type SignedInSession = {
  sessionId: string;
  userId: string;
  email: string;
  name: string;
  isAdmin: boolean;
  lastUsedAt: Date;
};

function createAuth() {
  const { instance, baseUrl, authSecret } = platform();
  return betterAuth({
    appName: "Berth",
    baseURL: baseUrl,
    secret: authSecret,
    database: prismaAdapter(prisma(), { provider: "postgresql", transaction: true }),
    // Only server actions of ours reach this library; its own HTTP routes are not mounted anywhere.
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: {
      additionalFields: {
        isAdmin: { type: "boolean", required: true, defaultValue: false, input: false },
        disabledAt: { type: "date", required: false, input: false },
      },
    },
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
    plugins: [nextCookies()],
  });
}

let current: ReturnType<typeof createAuth> | undefined;
function auth() {
  current ??= createAuth();
  return current;
}

/** Who the request's cookie belongs to; null without a valid session. @throws DomainError `unavailable` when PostgreSQL does not answer. */
export async function findSession(headers: Headers): Promise<SignedInSession | null> {
  const found = await query(() => auth().api.getSession({ headers }));
  // A session that began while its account was being disabled is none.
  if (!found || found.user.disabledAt) return null;
  const { session, user } = found;
  return {
    sessionId: session.id,
    userId: user.id,
    email: user.email,
    name: user.name,
    isAdmin: user.isAdmin === true,
    lastUsedAt: session.updatedAt,
  };
}

/**
 * Starts a session and sets its cookie; false for an unknown email or a wrong password, after the same work.
 * @throws DomainError `forbidden` where the password is right and the account is disabled.
 */
export async function signInWithPassword(
  input: { email: string; password: string },
  visitor: { address: string; userAgent: string | null },
): Promise<boolean> {
  const headers = new Headers({ "x-forwarded-for": visitor.address, "user-agent": visitor.userAgent ?? "" });
  try {
    await query(() => auth().api.signInEmail({ body: input, headers }));
    return true;
  } catch (error) {
    if (error instanceof APIError && error.statusCode === 403) throw accountDisabled();
    if (error instanceof APIError && (error.statusCode === 401 || error.statusCode === 400)) return false;
    throw error;
  }
}

/** Ends the session of the request's cookie and takes the cookie away; safe to repeat. */
export async function endSession(headers: Headers): Promise<void> {
  await query(() => auth().api.signOut({ headers }));
}
