import type { ChangeOptionView, ChangesView } from "@/lib/contract/changes";
import type { Plan } from "@/lib/core/plans/catalog";
import { formatBytes } from "@/lib/core/units";
import { Alert } from "../ui/alert";
import { Meter } from "../ui/meter";
import { TextLink } from "../ui/text-link";

export type AllowedChange = Extract<ChangeOptionView, { isAllowed: true }>;

/** The option for a plan and a version; undefined for a plan that is in no catalog any more. */
export const optionOf = (
  { options }: ChangesView,
  wanted: { planId: string | null; version: string },
): ChangeOptionView | undefined =>
  options.find(({ planId, version }) => planId === wanted.planId && version === wanted.version);

const times = (reconnects: number): string => (reconnects === 1 ? "once" : "twice");

/** What a change means for whoever uses the database, in a line that stands beside the button. */
export const changeSummary = ({ way, reconnects }: AllowedChange, { restartsApp }: ChangesView): string =>
  way === "stop-first"
    ? "The database stops for some seconds to minutes."
    : `A pause of some milliseconds. Clients reconnect ${times(reconnects)}${restartsApp ? ", and the app restarts, rolling" : ""}.`;

type ChangeEffectProps = { option: AllowedChange; changes: ChangesView; plan: Plan };

/** What a change does, before it is asked for; the form holds the yes to a stop where one is needed. */
export function ChangeEffect({ option, changes, plan }: ChangeEffectProps) {
  const { way, evictedBytes, reconnects, isUndoable } = option;
  return (
    <div className="grid gap-4">
      <section aria-live="polite" className="grid gap-2">
        <h3 className="font-medium">What happens</h3>
        <ul className="grid list-disc gap-1 pl-5">
          {way === "hand-off" && (
            <li>A new Redis copies the data while the old one serves, and takes over within milliseconds.</li>
          )}
          <li>
            Clients reconnect {times(reconnects)}
            {reconnects > 1 && ", because the gateway is replaced too"}.{" "}
            {changes.restartsApp
              ? "Afterwards the app restarts, rolling."
              : "The app has no containers, so nothing restarts."}
          </li>
          <li>
            Scripts of SCRIPT LOAD are gone: programs load them again on NOSCRIPT.{" "}
            <TextLink href="/docs/clients">What programs meet</TextLink>
          </li>
          <li>
            Users and settings stay. The old data is kept for 24 hours, as long as nobody removes its volume
            {isUndoable
              ? ", and with it the way back."
              : ". There is no undo of this change: the way back is another change."}
          </li>
        </ul>
        <Fill usedBytes={changes.usedMemoryBytes - evictedBytes} plan={plan} />
      </section>
      {evictedBytes > 0 && (
        <Alert tone="warning" title={`About ${formatBytes(evictedBytes)} of the least used keys are dropped`}>
          The database is in cache mode and holds more than fits into {plan.id}.
        </Alert>
      )}
      {way === "stop-first" && <StopFirst />}
    </div>
  );
}

function Fill({ usedBytes, plan }: { usedBytes: number; plan: Plan }) {
  const ratio = usedBytes / plan.maxMemoryBytes;
  const percent = Math.round(ratio * 100);
  return (
    <div className="grid max-w-sm gap-1 tabular-nums">
      <p className="text-muted-foreground text-xs">
        {formatBytes(usedBytes)} of data: {percent < 1 ? "less than 1" : percent}% of plan {plan.id}
      </p>
      <Meter usedRatio={ratio} />
    </div>
  );
}

function StopFirst() {
  return (
    <Alert tone="warning" title="The database stops for this, for some seconds to minutes">
      <p>
        No host has room for the old and the new Redis at once. The old one saves its data and stops, then the
        new one starts with a copy of it. Until then nothing can be read or written, and no write is lost.
      </p>
      <label className="text-foreground mt-2 flex w-fit items-start gap-2">
        <input
          type="checkbox"
          name="way"
          value="stop-first"
          required
          className="accent-primary mt-0.5 size-4 shrink-0"
        />
        Stop the database for this change
      </label>
    </Alert>
  );
}
