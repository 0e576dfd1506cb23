import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { OperationProgress } from "@/components/operations/operation-progress";
import { Card } from "@/components/ui/card";
import { Fact, Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { OperationInput } from "@/lib/contract/operations";
import { getOperation } from "@/lib/services/operations/get-operation";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";

export const metadata: Metadata = { title: "Operation" };

type OperationPageProps = { params: Promise<{ app: string; operationId: string }> };

// It has no loading.tsx: what is streamed could no longer answer 404.
export default async function OperationPage({ params }: OperationPageProps) {
  const input = OperationInput.safeParse(await params);
  if (!input.success) notFound();
  const operation = await orNotFound(getOperation(await requireContext(), input.data));
  const { appName, resourceId } = operation;
  return (
    <div className="grid max-w-2xl gap-6">
      <Facts>
        {resourceId && <Fact name="Database">{resourceId}</Fact>}
        <Fact name="Asked for">
          <RelativeTime value={operation.createdAt} />
        </Fact>
        {operation.finishedAt && (
          <Fact name="Ended">
            <RelativeTime value={operation.finishedAt} />
          </Fact>
        )}
      </Facts>
      <Card>
        <OperationProgress app={appName} operationId={operation.id} initial={operation} />
      </Card>
      <Link href={`/apps/${appName}/activity`} className="text-primary w-fit hover:underline">
        All activity of {appName}
      </Link>
    </div>
  );
}
