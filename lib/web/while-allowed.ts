import "server-only";
import { isUnavailable } from "../core/errors";
import { SECOND_MS } from "../core/units";
import { platform } from "../runtime/container";
import { requireDatabase } from "../services/access";
import type { Context } from "../services/context";
import { findCaller, requireCaller } from "./rest/authenticate";

/** Whoever loses the right to follow something hears nothing more after this time. */
const RECHECK_MS = 5 * SECOND_MS;

/** A signal that ends with the given one, or soon after `assertAllowed` first throws. Records that do not answer prove nothing. */
export function whileAllowed(signal: AbortSignal, assertAllowed: () => Promise<unknown>): AbortSignal {
  const lost = new AbortController();
  const both = AbortSignal.any([signal, lost.signal]);
  const timer = setInterval(async () => {
    try {
      await assertAllowed();
    } catch (error) {
      if (!isUnavailable(error)) lost.abort();
    }
  }, RECHECK_MS);
  both.addEventListener("abort", () => clearInterval(timer), { once: true });
  return both;
}

/** Like `whileAllowed`, for who follows something of a database by the session that these headers show. */
export function whileReader(
  ctx: Context,
  asked: { headers: Headers; resourceId: string },
  signal: AbortSignal,
): AbortSignal {
  const headers = new Headers(asked.headers);
  return whileAllowed(signal, async () => {
    const actor = requireCaller(await findCaller(headers, platform()));
    await requireDatabase({ ...ctx, actor }, asked.resourceId, "look");
  });
}
