import { cn } from "./cn";

/** The mark: a hull in its berth, seen from above. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={cn("size-6", className)}>
      <path
        d="M4.5 8v15.5a4 4 0 0 0 4 4h15a4 4 0 0 0 4-4V8"
        fill="none"
        strokeWidth="3"
        strokeLinecap="round"
        className="stroke-foreground"
      />
      <path
        d="M16 3.5c3.6 3.2 5.5 6.7 5.5 10.5v7a2 2 0 0 1-2 2h-7a2 2 0 0 1-2-2v-7c0-3.8 1.900-7.300 5.500-10.500z"
        className="fill-primary"
      />
    </svg>
  );
}
