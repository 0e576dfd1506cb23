import type { BellView } from "./bell";
import { refusalOf, request } from "./client";

/** How much there is that one has not looked at yet; alerts that fire count until they are over. */
export type BellNews = { firing: number; failed: number; ended: number };

/** Every page asks for this: without zod, which most of them need not load. */
function readNews(answer: unknown): BellNews {
  const given: Partial<Record<keyof BellNews, unknown>> = Object(answer);
  const count = (value: unknown): number => (Number.isSafeInteger(value) ? Number(value) : 0);
  return { firing: count(given.firing), failed: count(given.failed), ended: count(given.ended) };
}

const PATH = "/api/ui/bell";
const TIMEOUT_MS = 15_000;

/** @throws DomainError `unavailable`, `unauthenticated` */
export const fetchBellNews = (): Promise<BellNews> =>
  request(`${PATH}/news`, async () => ({ parse: readNews }));

/** What there is to look at. @throws DomainError as `fetchBellNews` does. */
export const fetchBell = (): Promise<BellView> =>
  request(PATH, async () => (await import("./bell")).BellView);

/** Notes that one has looked at what there was until then. @throws DomainError as `fetchBellNews` does. */
export async function sendBellLook(until: string): Promise<void> {
  const response = await fetch(`${PATH}?${new URLSearchParams({ until })}`, {
    method: "POST",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw await refusalOf(response);
}
