"use client";
import { createContext, type ReactNode, use, useState } from "react";
import { keepChoice } from "../ui/keep-choice";
import { useInBrowser } from "../ui/use-in-browser";
import { CLOCK_COOKIE, type Clock } from "./clock";

type ClockState = { clock: Clock; setClock: (clock: Clock) => void };

const ClockContext = createContext<ClockState>({ clock: "local", setClock: () => undefined });

/** One clock for all pages, as the person has chosen it. */
export function ClockProvider({ initial, children }: { initial: Clock; children: ReactNode }) {
  const [clock, setClock] = useState(initial);
  const choose = (next: Clock) => {
    keepChoice(CLOCK_COOKIE, next);
    setClock(next);
  };
  return <ClockContext value={{ clock, setClock: choose }}>{children}</ClockContext>;
}

/** The clock that times are shown in. The server does not know the browser's zone: until it is known, times are UTC and say so. */
export function useClock(): ClockState & { isUtc: boolean } {
  const state = use(ClockContext);
  const isInBrowser = useInBrowser();
  return { ...state, isUtc: state.clock === "utc" || !isInBrowser };
}
