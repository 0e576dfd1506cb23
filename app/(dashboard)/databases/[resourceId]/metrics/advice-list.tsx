"use client";
import { adviceQuery } from "@/components/databases/stats-queries";
import { Alert } from "@/components/ui/alert";
import { Skeleton } from "@/components/ui/skeleton";
import { useAnswer } from "@/components/ui/use-answer";

export function AdviceList({ resourceId }: { resourceId: string }) {
  const { data, error } = useAnswer(adviceQuery(resourceId));
  if (error) return <Alert tone="warning" title={error.message} />;
  if (!data) return <Skeleton className="h-12" />;
  if (data.length === 0)
    return <p className="text-muted-foreground">Nothing to say: what was measured so far is in order.</p>;
  return (
    <ul className="grid gap-2">
      {data.map(({ kind, isUrgent, title, reason }) => (
        <li key={kind}>
          <Alert tone={isUrgent ? "warning" : "info"} title={title}>
            {reason}
          </Alert>
        </li>
      ))}
    </ul>
  );
}
