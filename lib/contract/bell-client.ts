import type { BellView } from "./bell";
import { refusalOf, request } from "./client";

/** How much there is that one has not looked at yet; alerts that fire count until they are over. */
export type BellNews = { firing: number; failed: number; ended: number };

const PATH = "/api/ui/bell";
const TIMEOUT_MS = 15_000;

/** @throws DomainError `unavailable`, `unauthenticated` */
export const fetchBellNews = (): Promise<BellNews> => request(`${PATH}/news`);

/** What there is to look at. @throws DomainError as `fetchBellNews` does. */
export const fetchBell = (): Promise<BellView> => request(PATH);

/** Notes that one has looked at what there was until then. @throws DomainError as `fetchBellNews` does. */
export async function sendBellLook(until: string): Promise<void> {
  const response = await fetch(`${PATH}?${new URLSearchParams({ until })}`, {
    method: "POST",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw await refusalOf(response);
}
