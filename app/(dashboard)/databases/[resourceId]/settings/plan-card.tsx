import { changePlanAction } from "@/app/actions/change-plan";
import { ChangePlanButton } from "@/components/databases/change-plan-button";
import { Card } from "@/components/ui/card";
import type { DatabaseView } from "@/lib/contract/databases";
import type { Plan } from "@/lib/core/plans/catalog";
import { formatBytes } from "@/lib/core/units";

type PlanCardProps = { database: DatabaseView; plans: readonly Plan[]; refusal: string | null };

export function PlanCard({ database, plans, refusal }: PlanCardProps) {
  const { appName, resourceId, plan } = database;
  return (
    <Card className="grid content-between gap-4">
      <div className="grid gap-1 tabular-nums">
        <h3 className="text-muted-foreground text-xs">Plan</h3>
        <p className="text-lg font-semibold">
          {plan.id}
          {plan.isRetired && " (no longer offered)"}
        </p>
        <p className="text-muted-foreground">
          {formatBytes(plan.maxMemoryBytes)}, {plan.cpus} CPU, {plan.clientsMax.toLocaleString("en")}{" "}
          connections
        </p>
      </div>
      <div>
        <ChangePlanButton
          app={appName}
          resourceId={resourceId}
          plans={plans}
          action={changePlanAction}
          refusal={refusal}
        />
      </div>
    </Card>
  );
}
