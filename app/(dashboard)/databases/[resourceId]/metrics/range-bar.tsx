import Link from "next/link";
import { ClockChoice } from "@/components/clock/clock-choice";
import { buttonVariants } from "@/components/ui/button-variants";
import { RANGES, type RangeId } from "@/lib/core/stats/resolutions";
import { RangeForm } from "./range-form";
import { RangeSteps } from "./range-steps";

type RangeBarProps = {
  /** Null when the range has ends of its own. */
  range: RangeId | null;
  from?: string | undefined;
  to?: string | undefined;
};

/** Links, so that the address holds what is shown. */
export function RangeBar({ range, from, to }: RangeBarProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <nav aria-label="Range" className="flex flex-wrap gap-1">
        {Object.keys(RANGES).map((id) => (
          <Link
            key={id}
            href={`?range=${id}`}
            scroll={false}
            prefetch={false}
            aria-current={id === range ? "true" : undefined}
            className={buttonVariants({ variant: id === range ? "primary" : "outline", size: "sm" })}
          >
            {id}
          </Link>
        ))}
      </nav>
      <RangeSteps range={range ?? "1h"} from={from} to={to} />
      <ClockChoice />
      <RangeForm from={from} to={to} />
    </div>
  );
}
