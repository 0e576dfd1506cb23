"use client";
import { ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from "lucide-react";
import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { RANGES, type RangeId } from "@/lib/core/stats/resolutions";
import { moveBy, type Span, zoomIn, zoomOut } from "@/lib/core/stats/zoom";
import { rangeHref } from "./range-href";

type Step = { label: string; icon: typeof ZoomIn; to: (span: Span, nowMs: number) => Span };

const STEPS: readonly Step[] = [
  { label: "Earlier", icon: ChevronLeft, to: (span, nowMs) => moveBy(span, -1, nowMs) },
  { label: "Later", icon: ChevronRight, to: (span, nowMs) => moveBy(span, 1, nowMs) },
  { label: "Zoom in", icon: ZoomIn, to: (span, nowMs) => zoomIn(span, [0.25, 0.75], nowMs) },
  { label: "Zoom out", icon: ZoomOut, to: (span, nowMs) => zoomOut(span, nowMs) },
];

type RangeStepsProps = { range: RangeId; from?: string | undefined; to?: string | undefined };

/** Steps from the range that is shown, each an address of its own: the browser's way back is the way back. */
export function RangeSteps({ range, from, to }: RangeStepsProps) {
  const router = useRouter();
  const go = (step: Step) => {
    const nowMs = Date.now();
    const shown =
      from && to
        ? { fromMs: Date.parse(from), toMs: Date.parse(to) }
        : { fromMs: nowMs - RANGES[range], toMs: nowMs };
    router.push(rangeHref(step.to(shown, nowMs)), { scroll: false });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form.
    <div role="group" aria-label="Move the range" className="flex gap-1">
      {STEPS.map((step) => (
        <Button
          key={step.label}
          size="icon"
          className="size-7"
          aria-label={step.label}
          title={step.label}
          onClick={() => go(step)}
        >
          <step.icon aria-hidden="true" />
        </Button>
      ))}
    </div>
  );
}
