import Link from "next/link";
import { buttonVariants } from "@/components/ui/button";
import { RANGES, type RangeId } from "@/lib/core/stats/resolutions";
import { RangeForm } from "./range-form";

type RangeBarProps = {
  /** Null when the range has ends of its own. */
  range: RangeId | null;
  from?: string | undefined;
  to?: string | undefined;
  isUtc: boolean;
};

/** Links, so that the address holds what is shown. */
export function RangeBar({ range, from, to, isUtc }: RangeBarProps) {
  const hrefOf = (changes: Record<string, string>, time = isUtc) =>
    `?${new URLSearchParams({ ...changes, ...(time && { time: "utc" }) })}`;
  const shown: Record<string, string> = from && to ? { from, to } : { range: range ?? "1h" };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <nav aria-label="Range" className="flex flex-wrap gap-1">
        {Object.keys(RANGES).map((id) => (
          <Link
            key={id}
            href={hrefOf({ range: id })}
            scroll={false}
            prefetch={false}
            aria-current={id === range ? "true" : undefined}
            className={buttonVariants({ variant: id === range ? "primary" : "outline", size: "sm" })}
          >
            {id}
          </Link>
        ))}
      </nav>
      <nav aria-label="Time zone" className="flex gap-1">
        {[false, true].map((utc) => (
          <Link
            key={String(utc)}
            href={hrefOf(shown, utc)}
            scroll={false}
            prefetch={false}
            aria-current={utc === isUtc ? "true" : undefined}
            className={buttonVariants({ variant: utc === isUtc ? "primary" : "outline", size: "sm" })}
          >
            {utc ? "UTC" : "Local time"}
          </Link>
        ))}
      </nav>
      <RangeForm from={from} to={to} isUtc={isUtc} />
    </div>
  );
}
