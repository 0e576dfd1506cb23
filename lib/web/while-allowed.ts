import "server-only";
import { isUnavailable } from "../core/errors";
import { SECOND_MS } from "../core/units";
import { platform } from "../runtime/container";
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

/** Like `whileAllowed`, for who follows something by the session that these headers show; `mayFollow` throws once that one may not. */
export function whileReader(
  ctx: Context,
  { headers, mayFollow }: { headers: Headers; mayFollow: (ctx: Context) => Promise<unknown> },
  signal: AbortSignal,
): AbortSignal {
  const shown = new Headers(headers);
  return whileAllowed(signal, async () => {
    const actor = requireCaller(await findCaller(shown, platform()));
    await mayFollow({ ...ctx, actor });
  });
}
