import { cn } from "@/components/ui/cn";
import type { ImportCheckView } from "@/lib/contract/imports";
import type { ImportMode } from "@/lib/core/imports/replicate";

const MODES: readonly { mode: ImportMode; name: string; note: string }[] = [
  {
    mode: "replicate",
    name: "Follow it, then take over",
    note: "The new Redis becomes its replica: quicker, and what is written meanwhile comes along.",
  },
  {
    mode: "stay_in_step",
    name: "Stay in step until I switch",
    note: "The new Redis goes on following, up to 30 days, until you choose the moment.",
  },
  {
    mode: "copy",
    name: "Copy the keys",
    note: "Asks for one key after the other: slower, and at your pace.",
  },
];

type ImportModeFieldProps = {
  replication: NonNullable<ImportCheckView["replication"]>;
  chosen: ImportMode;
  onChoose: (mode: ImportMode) => void;
};

/** How the new Redis gets the data; why it cannot follow, where it cannot. */
export function ImportModeField({ replication, chosen, onChoose }: ImportModeFieldProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">How</legend>
      {MODES.map(({ mode, name, note }) => {
        const isRefused = mode !== "copy" && !replication.isAllowed;
        return (
          <label
            key={mode}
            className={cn(
              "has-checked:border-primary has-checked:bg-accent flex min-w-0 items-start gap-3 rounded-md border px-4 py-3",
              isRefused && "text-muted-foreground cursor-not-allowed",
            )}
          >
            <input
              type="radio"
              name="mode"
              value={mode}
              checked={chosen === mode}
              disabled={isRefused}
              onChange={() => onChoose(mode)}
              className="accent-primary mt-0.5 size-4 shrink-0"
            />
            <span className="grid min-w-0 gap-0.5">
              <span className="font-medium">{name}</span>
              <span className="text-muted-foreground">{note}</span>
            </span>
          </label>
        );
      })}
      {!replication.isAllowed && (
        <p className="text-muted-foreground">The new Redis cannot follow this one: {replication.message}</p>
      )}
    </fieldset>
  );
}
