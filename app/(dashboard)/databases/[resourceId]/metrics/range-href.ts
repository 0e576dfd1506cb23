import type { Span } from "@/lib/core/stats/zoom";

/** The address of the same page with a range of its own. */
export const rangeHref = ({ fromMs, toMs }: Span): string =>
  `?${new URLSearchParams({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })}`;
