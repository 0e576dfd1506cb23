import type { Plan } from "@/lib/core/plans/catalog";
import { formatBytes } from "@/lib/core/units";
import { cn } from "../ui/cn";

/** What stands at a plan: why it cannot be chosen, or what to know before it is. */
export type PlanNote = { isRefusal: boolean; text: string };

type PlanTableProps = {
  plans: readonly Plan[];
  /** By the plan's id; a plan without one can be chosen as it is. */
  notes: Record<string, PlanNote>;
  chosen: string | null;
  onChoose: (planId: string) => void;
  errors: string[] | undefined;
};

/** The plans' names may be long: their column is as wide as the longest, in all rows alike. The first has the rows' padding, too. */
const COLUMNS =
  "grid grid-cols-[2rem_minmax(3rem,max-content)_1fr_auto] gap-x-3 sm:grid-cols-[2rem_minmax(4rem,max-content)_1fr_1fr_1fr_1fr]";
const ROW = "col-span-full grid grid-cols-subgrid items-center px-4";

/** The plans side by side, one of which is chosen with mouse or arrow keys. */
export function PlanTable({ plans, notes, chosen, onChoose, errors = [] }: PlanTableProps) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 font-medium">Plan</legend>
      <div className={cn(COLUMNS, "overflow-hidden rounded-md border tabular-nums")}>
        <div
          aria-hidden="true"
          className={cn(ROW, "bg-muted/60 text-muted-foreground h-9 border-b text-xs font-medium")}
        >
          <span className="col-start-2">Plan</span>
          <span>Memory</span>
          <span className="hidden sm:block">CPU</span>
          <span className="hidden sm:block">Connections</span>
          <span>Backups</span>
        </div>
        {plans.map((plan) => (
          <PlanRow
            key={plan.id}
            plan={plan}
            note={notes[plan.id]}
            isChosen={plan.id === chosen}
            onChoose={onChoose}
          />
        ))}
      </div>
      {errors.length > 0 && (
        <p role="alert" className="text-destructive mt-2 text-xs">
          {errors.join(" ")}
        </p>
      )}
    </fieldset>
  );
}

type PlanRowProps = {
  plan: Plan;
  note: PlanNote | undefined;
  isChosen: boolean;
  onChoose: (planId: string) => void;
};

function PlanRow({ plan, note, isChosen, onChoose }: PlanRowProps) {
  const isRefused = note?.isRefusal ?? false;
  return (
    <label
      className={cn(
        ROW,
        "has-checked:bg-accent has-focus-visible:outline-ring min-h-9 border-b py-1.5 last:border-b-0 has-focus-visible:outline-2 has-focus-visible:-outline-offset-2",
        isRefused ? "text-muted-foreground cursor-not-allowed" : "hover:bg-muted/60",
      )}
    >
      <input
        type="radio"
        name="planId"
        value={plan.id}
        checked={isChosen}
        disabled={isRefused}
        onChange={() => onChoose(plan.id)}
        required
        className="accent-primary size-4"
      />
      <span className="font-medium">{plan.id}</span>
      <span>
        <span className="sr-only">Memory </span>
        {formatBytes(plan.maxMemoryBytes)}
        <span className="text-muted-foreground block text-xs sm:hidden">
          {plan.cpus} CPU · {plan.clientsMax.toLocaleString("en")} connections
        </span>
      </span>
      <span className="hidden sm:block">
        <span className="sr-only">CPU </span>
        {plan.cpus}
      </span>
      <span className="hidden sm:block">
        {plan.clientsMax.toLocaleString("en")}
        <span className="sr-only"> connections</span>
      </span>
      <span>
        <span className="sr-only">Backups: </span>
        {plan.hasBackups ? "Yes" : "None"}
      </span>
      {note && <span className="text-muted-foreground col-span-full col-start-2 text-xs">{note.text}</span>}
    </label>
  );
}
