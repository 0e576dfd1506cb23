"use client";
import { LazyPart } from "../ui/lazy-part";
import type { PropsOf } from "../ui/use-code";

const loadKeptBackups = () => import("./kept-backups").then(({ KeptBackups }) => KeptBackups);

/** For pages on which mostly nothing is kept. */
export function LazyKeptBackups(props: PropsOf<typeof loadKeptBackups>) {
  return <LazyPart title="Backups" load={loadKeptBackups} props={props} />;
}
