"use client";
import { alertsQuery } from "@/components/databases/stats-queries";
import { Alert } from "@/components/ui/alert";
import { Skeleton } from "@/components/ui/skeleton";
import { useAnswer } from "@/components/ui/use-answer";
import { AlertRuleForm } from "./alert-rule-form";

export function AlertRules({ resourceId }: { resourceId: string }) {
  const { data, error } = useAnswer(alertsQuery(resourceId));
  if (!data && error) return <Alert tone="warning" title={error.message} />;
  if (!data) return <Skeleton className="h-40" />;
  return (
    <ul className="bg-card grid divide-y rounded-md border">
      {data.map((alert) => (
        <li key={alert.kind} className="px-4 py-3">
          <AlertRuleForm resourceId={resourceId} alert={alert} />
        </li>
      ))}
    </ul>
  );
}
