import { cn } from "@/components/ui/cn";

/** Name of the box that chooses a row. */
export const CHOSEN = "chosen";

type ChoiceBoxProps = { label: string; value?: string; className?: string };

/** Chooses its row, or without a value every row. */
export const ChoiceBox = ({ label, value, className }: ChoiceBoxProps) => (
  <input
    type="checkbox"
    name={value === undefined ? "all" : CHOSEN}
    value={value}
    aria-label={label}
    autoComplete="off"
    className={cn("accent-primary relative z-10 block size-4", className)}
  />
);
