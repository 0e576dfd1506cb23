"use client";
import { useParams } from "next/navigation";
import { seriesQuery } from "@/components/databases/stats-queries";
import { useAnswer } from "@/components/ui/use-answer";
import type { Measure } from "@/lib/core/stats/measures";
import { sparkPath } from "@/lib/core/stats/spark";
import { MINUTE_MS } from "@/lib/core/units";

const SIZE = { width: 120, height: 28 } as const;

/** The last hour of a measure in one stroke; its chart, with axes and words, is on the Metrics tab. */
export function Trend({ measure }: { measure: Measure }) {
  const { resourceId } = useParams<{ resourceId: string }>();
  const { data } = useAnswer({ ...seriesQuery(resourceId, { range: "1h" }), refetchInterval: MINUTE_MS });
  const path = data ? sparkPath(data.measures[measure].mean, SIZE) : "";
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${SIZE.width} ${SIZE.height}`}
      preserveAspectRatio="none"
      className="mt-1 h-7 w-full"
    >
      <path
        d={path}
        fill="none"
        vectorEffect="non-scaling-stroke"
        strokeWidth="1.5"
        className="stroke-primary"
      />
    </svg>
  );
}
