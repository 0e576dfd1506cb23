import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import type { twoFactor } from "better-auth/plugins";
import { z } from "zod";

const PATH = "/begin-vouched-session";
const Body = z.object({ userId: z.string(), isMultiFactor: z.boolean() });

/**
 * Teaches the sign-in library sessions of people whom somebody else vouches for. Its second step is told of passwords alone, and does here
 * what it does after those, unless there was more than one proof already.
 */
export const vouchedSessions = (secondFactor: ReturnType<typeof twoFactor>) => ({
  id: "vouched-sessions",
  endpoints: {
    beginVouchedSession: createAuthEndpoint(
      PATH,
      { method: "POST", body: Body, metadata: { SERVER_ONLY: true } },
      async (ctx) => {
        const { internalAdapter } = ctx.context;
        const user = await internalAdapter.findUserById(ctx.body.userId);
        if (!user) throw new Error("whoever was admitted has an account");
        const session = await internalAdapter.createSession(user.id, false);
        await setSessionCookie(ctx, { session, user });
        return ctx.json({});
      },
    ),
  },
  hooks: {
    after: secondFactor.hooks.after.map(({ handler }) => ({
      matcher: ({ path, body }: { path?: string; body?: unknown }) =>
        path === PATH && !Body.parse(body).isMultiFactor,
      handler,
    })),
  },
});
