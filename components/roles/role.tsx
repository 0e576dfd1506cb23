"use client";
import { createContext, type ReactNode, useContext } from "react";

const Refusal = createContext<string | null>(null);

/** Tells everything within why the person may only look; null for who may change things. */
export function RoleProvider({ refusal, children }: { refusal: string | null; children: ReactNode }) {
  return <Refusal value={refusal}>{children}</Refusal>;
}

/** Why the person may change nothing here; null when they may. */
export const useRoleRefusal = (): string | null => useContext(Refusal);

/** What only those see who may change things: the others are told so once, at the head of the page. */
export function Operators({ children }: { children: ReactNode }) {
  return useRoleRefusal() === null ? children : null;
}
