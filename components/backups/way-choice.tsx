import { cn } from "../ui/cn";
import type { RestorePlaces } from "./backup-actions";

/** Into the database that it was taken of, or into a new one beside it. */
export type Way = "into" | "new";

type WayChoiceProps = { own: RestorePlaces["own"]; way: Way; onChoose: (way: Way) => void };

/** Where to restore to; nothing where there is one place only. */
export function WayChoice({ own, way, onChoose }: WayChoiceProps) {
  if (!own) return null;
  return (
    <fieldset className="grid gap-2 sm:grid-cols-2">
      <legend className="mb-2 font-medium">Restore into</legend>
      <WayOption
        name={own.resourceId}
        note={own.refusal ?? "Its present data is replaced, and kept for 24 hours."}
        isRefused={own.refusal !== null}
        isChosen={way === "into"}
        onChoose={() => onChoose("into")}
      />
      <WayOption
        name="A new addon"
        note="Nothing that is there is touched."
        isRefused={false}
        isChosen={way === "new"}
        onChoose={() => onChoose("new")}
      />
    </fieldset>
  );
}

type WayOptionProps = {
  name: string;
  note: string;
  isRefused: boolean;
  isChosen: boolean;
  onChoose: () => void;
};

function WayOption({ name, note, isRefused, isChosen, onChoose }: WayOptionProps) {
  return (
    <label
      className={cn(
        "has-checked:border-primary has-checked:bg-accent flex min-w-0 items-start gap-3 rounded-md border px-4 py-3",
        isRefused && "text-muted-foreground cursor-not-allowed",
      )}
    >
      {/* Not sent: which form is shown says it. */}
      <input
        type="radio"
        checked={isChosen}
        disabled={isRefused}
        onChange={onChoose}
        className="accent-primary mt-0.5 size-4 shrink-0"
      />
      <span className="grid min-w-0 gap-0.5">
        <span className="font-medium break-all">{name}</span>
        <span className="text-muted-foreground">{note}</span>
      </span>
    </label>
  );
}
