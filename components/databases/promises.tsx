import { PROMISE } from "@/lib/core/availability/promise";

/** What a highly available plan is and takes, in a line at it. */
export const HA_NOTE = "Three nodes on three hosts, each of this size: outlives the loss of one.";

/** What the chosen highly available plan promises and what it does not. */
export const Promises = () => (
  <section aria-label="High availability" className="text-muted-foreground text-xs">
    <ul className="grid list-disc gap-1 pl-5">
      {PROMISE.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  </section>
);
