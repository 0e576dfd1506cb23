"use client";
import { Button } from "../ui/button";
import { CLOCKS } from "./clock";
import { useClock } from "./clock-provider";

const LABELS = { local: "Local time", utc: "UTC" };

/** Local time or UTC, for all pages from now on. */
export function ClockChoice() {
  const { clock, setClock } = useClock();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form.
    <div role="group" aria-label="Clock of all pages" className="flex gap-1">
      {CLOCKS.map((id) => (
        <Button
          key={id}
          size="sm"
          variant={id === clock ? "primary" : "outline"}
          aria-pressed={id === clock}
          onClick={() => setClock(id)}
        >
          {LABELS[id]}
        </Button>
      ))}
    </div>
  );
}
