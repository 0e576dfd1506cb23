import { cookies } from "next/headers";
import { CLOCK_COOKIE, CLOCKS, type Clock } from "./clock";

/** What the person has chosen in this browser; its own zone when nothing. */
export async function readClock(): Promise<Clock> {
  const chosen = (await cookies()).get(CLOCK_COOKIE)?.value;
  return CLOCKS.find((clock) => clock === chosen) ?? "local";
}
