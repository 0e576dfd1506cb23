"use client";
import { useRouter } from "next/navigation";
import { type PointerEvent, type ReactNode, useEffect, useState } from "react";
import { nearestPlace, type Span, zoomIn } from "@/lib/core/stats/zoom";
import { setCursor } from "./cursor";
import { PLOT } from "./plot";
import { rangeHref } from "./range-href";

/** A shorter drag was a click. */
const LEAST_PIXELS = 8;

type Drag = { width: number; fromX: number; toX: number };

/** Where the pointer is, within the part that lines are drawn in. */
function placeOf({ clientX, currentTarget }: PointerEvent<HTMLElement>) {
  const { left, width } = currentTarget.getBoundingClientRect();
  return { width, x: Math.min(Math.max(clientX - left, PLOT.left), width - PLOT.right) };
}

const ratioOf = (x: number, width: number): number => (x - PLOT.left) / (width - PLOT.left - PLOT.right);

type ZoomAreaProps = { span: Span; times: readonly number[]; children: ReactNode };

/**
 * The cursor of all charts follows the pointer. A drag shows that part of the range; Escape lets go, and the buttons above the charts do
 * the same for the keyboard.
 */
export function ZoomArea({ span, times, children }: ZoomAreaProps) {
  const router = useRouter();
  const [drag, setDrag] = useState<Drag | null>(null);
  const isDragging = drag !== null;
  useEffect(() => {
    if (!isDragging) return;
    const letGo = ({ key }: KeyboardEvent) => key === "Escape" && setDrag(null);
    window.addEventListener("keydown", letGo);
    return () => window.removeEventListener("keydown", letGo);
  }, [isDragging]);

  const begin = (event: PointerEvent<HTMLElement>) => {
    // A finger scrolls the page.
    if (event.button !== 0 || event.pointerType === "touch") return;
    const { width, x } = placeOf(event);
    setDrag({ width, fromX: x, toX: x });
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const { width, x } = placeOf(event);
    setCursor(nearestPlace(times, span.fromMs + ratioOf(x, width) * (span.toMs - span.fromMs)));
    if (drag) setDrag({ ...drag, toX: x });
  };
  const end = () => {
    setDrag(null);
    if (!drag || Math.abs(drag.toX - drag.fromX) < LEAST_PIXELS) return;
    const places = [ratioOf(drag.fromX, drag.width), ratioOf(drag.toX, drag.width)] as const;
    const shown = zoomIn(span, places, Date.now());
    router.push(rangeHref(shown), { scroll: false });
  };
  return (
    <div
      className="relative cursor-crosshair select-none"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerLeave={() => {
        setDrag(null);
        setCursor(null);
      }}
    >
      {/* The drawing would listen by itself, at many times the cost. */}
      <div className="pointer-events-none">{children}</div>
      {drag && (
        <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
          <rect
            className="fill-primary/15 stroke-primary/40"
            x={Math.min(drag.fromX, drag.toX)}
            width={Math.abs(drag.toX - drag.fromX)}
            y="0"
            height="100%"
          />
        </svg>
      )}
    </div>
  );
}
