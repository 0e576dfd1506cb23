import { DatabaseBackup } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";
import { offeredPlans, type Plan } from "@/lib/core/plans/catalog";

type NotIncludedProps = { planId: string; plans: readonly Plan[] };

/** Says which plans have backups. */
export function NotIncluded({ planId, plans }: NotIncludedProps) {
  const names = offeredPlans(plans)
    .filter(({ hasBackups }) => hasBackups)
    .map(({ id }) => id);
  return (
    <EmptyState icon={DatabaseBackup} title={`The plan ${planId} has no backups`}>
      {names.length === 0
        ? "No plan on offer has them."
        : `These plans have them: ${names.join(", ")}. After a change of plan, above, the first one is taken by the schedule.`}
    </EmptyState>
  );
}
