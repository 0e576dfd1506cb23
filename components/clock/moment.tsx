"use client";
import { useClock } from "./clock-provider";
import { exactWords } from "./times";

/** A moment as plain text, on the clock that the person has chosen: "29 Nov, 01:07:03 UTC". */
export function Moment({ value }: { value: string }) {
  const { isUtc } = useClock();
  return exactWords(Date.parse(value), isUtc);
}
