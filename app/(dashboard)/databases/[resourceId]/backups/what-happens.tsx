import type { ImportCheckView } from "@/lib/contract/imports";
import type { ImportMode } from "@/lib/core/imports/replicate";

const SENTENCES: Record<ImportMode, readonly string[]> = {
  copy: [
    "A new Redis gets every key with its time to live, and is compared with the other one.",
    "Then it takes over: clients reconnect, and the app restarts, rolling. Until then it can be cancelled.",
    "Stop what writes to the other Redis: what is written there meanwhile would be missing, so the import ends instead.",
  ],
  replicate: [
    "A new Redis becomes a replica of the other one, which forks once to send its data: for that while it needs more memory there. It is set to nothing, and nothing is written to it.",
    "Once all data is here both are compared, and the new Redis takes over: clients reconnect, and the app restarts, rolling. Until then it can be cancelled.",
    "Stop what writes to the other Redis when it is compared: what is written there after the end is not here.",
  ],
  stay_in_step: [
    "A new Redis becomes a replica of the other one, which forks once to send its data: for that while it needs more memory there. It is set to nothing, and nothing is written to it.",
    "It stays in step, with the lag shown here. What this database holds serves until you switch; it is backed up as ever, and takes no other change meanwhile.",
    "To switch, stop what writes to the other Redis, then press Switch now: both are compared, and the new Redis takes over. What differs leaves it in step, and says so.",
  ],
};

/** What the start will do, before it is done. */
export function WhatHappens({ check, mode }: { check: ImportCheckView; mode: ImportMode }) {
  const isReplacing = check.present !== null && check.present.keys > 0;
  return (
    <section className="grid gap-3">
      <h3 className="font-medium">What happens</h3>
      <ul className="grid list-disc gap-1 pl-5">
        {isReplacing && (
          <li>
            The present data is backed up first, and kept for 24 hours for the way back: Undo, under Settings.
          </li>
        )}
        {[...SENTENCES[mode], ...(mode === "copy" ? check.notes : [])].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
}
