import { alertName } from "@/lib/core/alerts/words";

/** A line of the timeline in a few words: `alert_fired` of memory becomes "alert fired: memory". */
export function markLabel({ type, data }: { type: string; data: Record<string, string> }): string {
  const words = type.replaceAll("_", " ");
  const about = data.kind ? alertName(data.kind) : data.planId;
  return about ? `${words}: ${about}` : words;
}
