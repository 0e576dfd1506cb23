import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { OperationProgress } from "@/components/operations/operation-progress";
import { changeTitle } from "@/components/operations/words";
import { Card } from "@/components/ui/card";
import { Fact, Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { OperationInput, type OperationView } from "@/lib/contract/operations";
import { operationLabel } from "@/lib/core/operations/steps";
import { formatDuration } from "@/lib/core/units";
import { getOperation } from "@/lib/services/operations/get-operation";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";

type OperationPageProps = { params: Promise<{ app: string; operationId: string }> };

/** One read for the title and the page. */
const loadOperation = cache(async (app: string, operationId: string): Promise<OperationView> => {
  const input = OperationInput.safeParse({ app, operationId });
  if (!input.success) notFound();
  return orNotFound(getOperation(await requireContext(), input.data));
});

const titleOf = ({ kind, change }: OperationView): string =>
  (change && changeTitle(change)) || operationLabel(kind);

export async function generateMetadata({ params }: OperationPageProps): Promise<Metadata> {
  const { app, operationId } = await params;
  return { title: titleOf(await loadOperation(app, operationId)) };
}

// It has no loading.tsx: what is streamed could no longer answer 404.
export default async function OperationPage({ params }: OperationPageProps) {
  const { app, operationId } = await params;
  const operation = await loadOperation(app, operationId);
  const { appName, resourceId } = operation;
  const pauseMs = pauseOf(operation);
  return (
    <Section title={titleOf(operation)} className="max-w-2xl gap-6">
      <Facts>
        {resourceId && (
          <Fact name="Database">
            {operation.kind === "remove" ? (
              resourceId
            ) : (
              <TextLink href={`/databases/${resourceId}`}>{resourceId}</TextLink>
            )}
          </Fact>
        )}
        <Fact name="Asked for">
          <RelativeTime value={operation.createdAt} />
        </Fact>
        <Fact name="Asked for by">{operation.actorEmail ?? "Berth"}</Fact>
        {operation.tookEffectAt && operation.tookEffectAt !== operation.finishedAt && (
          <Fact name="Took effect">
            <RelativeTime value={operation.tookEffectAt} />
          </Fact>
        )}
        {operation.finishedAt && (
          <Fact name="Ended">
            <RelativeTime value={operation.finishedAt} />
          </Fact>
        )}
        {pauseMs !== null && <Fact name="Clients waited">{formatDuration(pauseMs)}</Fact>}
      </Facts>
      <Card>
        <OperationProgress app={appName} operationId={operation.id} initial={operation} />
      </Card>
      <Link href={`/apps/${appName}/activity`} className="text-primary w-fit hover:underline">
        All activity of {appName}
      </Link>
    </Section>
  );
}

/** How long writes were held while the new Redis took over; null where nothing of that kind was measured. */
function pauseOf({ steps }: OperationView): number | null {
  const details = steps.map(({ detail }) => detail);
  return details.find((detail) => detail !== null && "pauseMs" in detail)?.pauseMs ?? null;
}
