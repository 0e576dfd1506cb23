"use client";
import { useClock } from "./clock-provider";
import { datedWords, exactWords } from "./times";

/** A moment as plain text, on the clock that the person has chosen: "29 Nov, 01:07:03 UTC". */
export function Moment({ value, hasYear = false }: { value: string; hasYear?: boolean }) {
  const { isUtc } = useClock();
  return (hasYear ? datedWords : exactWords)(Date.parse(value), isUtc);
}
