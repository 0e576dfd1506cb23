"use client";
import { useRouter } from "next/navigation";
import { type SubmitEvent, useId } from "react";
import { useClock } from "@/components/clock/clock-provider";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";

const MINUTE_MS = 60_000;

/** What a field of date and time shows: minutes, in the zone that the charts are in. */
function fieldValue(iso: string | undefined, isUtc: boolean): string {
  if (!iso) return "";
  const date = new Date(iso);
  const shiftMs = isUtc ? 0 : date.getTimezoneOffset() * MINUTE_MS;
  return new Date(date.getTime() - shiftMs).toISOString().slice(0, 16);
}

type RangeFormProps = { from?: string | undefined; to?: string | undefined };

/** Both ends of a range of one's own; a date and time of the browser has no zone, so it is given one here. */
export function RangeForm({ from, to }: RangeFormProps) {
  const router = useRouter();
  const { isUtc } = useClock();
  const id = useId();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const isoOf = (name: string) => new Date(`${form.get(name)}${isUtc ? "Z" : ""}`).toISOString();
    const query = new URLSearchParams({ from: isoOf("from"), to: isoOf("to") });
    router.push(`?${query}`, { scroll: false });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-center gap-2" aria-label="A range of your own">
      <label htmlFor={`${id}-from`} className="text-muted-foreground text-xs">
        From
      </label>
      <Input
        id={`${id}-from`}
        name="from"
        type="datetime-local"
        required
        key={`from-${from}-${isUtc}`}
        defaultValue={fieldValue(from, isUtc)}
        className="h-7 w-auto text-xs"
      />
      <label htmlFor={`${id}-to`} className="text-muted-foreground text-xs">
        to
      </label>
      <Input
        id={`${id}-to`}
        name="to"
        type="datetime-local"
        required
        key={`to-${to}-${isUtc}`}
        defaultValue={fieldValue(to, isUtc)}
        className="h-7 w-auto text-xs"
      />
      <Button type="submit" size="sm">
        Show
      </Button>
    </form>
  );
}
