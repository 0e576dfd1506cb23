"use client";
import { useSyncExternalStore } from "react";

const neverChanges = () => () => undefined;

/** False on the server, and in what it has sent until the page listens to the person; true from then on. */
export const useInBrowser = (): boolean =>
  useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
