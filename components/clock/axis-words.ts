import { DAY_MS } from "@/lib/core/units";
import { CLOCK, DATE, formatter, offsetOf } from "./times";

const TIMES = { local: formatter(false, CLOCK), utc: formatter(true, CLOCK) };
const DAYS = { local: formatter(false, DATE), utc: formatter(true, DATE) };

/** Short words for a moment of an axis: "14:00", and "29 Nov" where a day begins. */
export function axisWords(ms: number, isUtc: boolean): string {
  const { local, utc } = (ms + offsetOf(ms, isUtc)) % DAY_MS === 0 ? DAYS : TIMES;
  return (isUtc ? utc : local).format(ms);
}
