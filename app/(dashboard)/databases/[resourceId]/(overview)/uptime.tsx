"use client";
import { useQuery } from "@tanstack/react-query";
import { healthQuery } from "@/components/databases/queries";
import { formatDuration, SECOND_MS } from "@/lib/core/units";

/** How long Redis has been up, as it says itself. */
export function Uptime({ resourceId, isRunning }: { resourceId: string; isRunning: boolean }) {
  const { data } = useQuery({ ...healthQuery(resourceId), enabled: isRunning });
  return isRunning && data?.now.state === "healthy"
    ? formatDuration(data.now.uptimeSeconds * SECOND_MS)
    : "—";
}
