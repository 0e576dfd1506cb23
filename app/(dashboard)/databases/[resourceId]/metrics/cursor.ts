import { useSyncExternalStore } from "react";

let shown: number | null = null;
let isDue = false;
const listeners = new Set<() => void>();

/** Moves the cursor of all charts to a place of their figures, once a frame at most; null takes it away. */
export function setCursor(place: number | null): void {
  if (place === shown) return;
  shown = place;
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    for (const listener of listeners) listener();
  });
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Where the cursor of all charts is. */
export const useCursor = (): number | null =>
  useSyncExternalStore(
    subscribe,
    () => shown,
    () => null,
  );
