import { DAY_MS } from "../../core/units";
import { findBellLook } from "../../db/bell";

/** After what moment something is new to a person who looks at `now`: the last look, and a day at most before the first one. */
export async function newSince(userId: string, now: Date): Promise<Date> {
  return (await findBellLook(userId)) ?? new Date(now.getTime() - DAY_MS);
}
