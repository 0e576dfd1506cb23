import type { ReactNode } from "react";

/** Whether a last backup is taken before data goes: ticked until somebody says no. */
export function KeepsBackup({ children }: { children: ReactNode }) {
  return (
    <label className="flex w-fit items-start gap-2">
      {/* What is not ticked is not sent: then this is. */}
      <input type="hidden" name="keepsBackup" value="false" />
      <input
        type="checkbox"
        name="keepsBackup"
        value="true"
        defaultChecked
        className="accent-primary mt-0.5 size-4 shrink-0"
      />
      {children}
    </label>
  );
}
