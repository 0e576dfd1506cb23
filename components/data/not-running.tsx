import { PowerOff } from "lucide-react";
import type { DatabaseView } from "@/lib/contract/databases";
import { EmptyState } from "../ui/empty-state";

/** Why there is nothing to look at; null for a database that serves. */
export const whyNotRunning = ({ status, dataGone }: DatabaseView): string | null => {
  if (dataGone) return "Its data is gone from the engine: see above.";
  return status === "running" ? null : "Its data can be looked at while it runs.";
};

/** Stands for a page about the data of a database that does not serve. */
export function NotRunning({ children }: { children: string }) {
  return (
    <EmptyState icon={PowerOff} title="The database does not run">
      {children}
    </EmptyState>
  );
}
