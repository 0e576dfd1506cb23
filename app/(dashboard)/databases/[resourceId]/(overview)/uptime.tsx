"use client";
import { healthQuery } from "@/components/databases/queries";
import { useAnswer } from "@/components/ui/use-answer";
import { formatDuration, SECOND_MS } from "@/lib/core/units";

/** How long Redis has been up, as it says itself. */
export function Uptime({ resourceId, isRunning }: { resourceId: string; isRunning: boolean }) {
  const { data } = useAnswer({ ...healthQuery(resourceId), enabled: isRunning });
  return isRunning && data?.now.state === "healthy"
    ? formatDuration(data.now.uptimeSeconds * SECOND_MS)
    : "—";
}
