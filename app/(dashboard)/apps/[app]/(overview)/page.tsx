import { RestartPanel } from "@/components/apps/restart-panel";
import { OperationBanner } from "@/components/operations/operation-banner";
import { Operators } from "@/components/roles/role";
import { Section } from "@/components/ui/section";
import { isFinished } from "@/lib/core/operations/state";
import { listAddons } from "@/lib/services/addons/list-addons";
import { getApp } from "@/lib/services/apps/get-app";
import { getOperation } from "@/lib/services/operations/get-operation";
import { orNotFound } from "@/lib/web/page";
import { requestOrigin } from "@/lib/web/request-origin";
import { requireContext } from "@/lib/web/session";
import { restartAppAction } from "./actions";
import { AppFacts } from "./app-facts";
import { ContainerTable } from "./container-table";
import { NextSteps } from "./next-steps";

export default async function OverviewPage({ params }: { params: Promise<{ app: string }> }) {
  const ctx = await requireContext();
  const app = await orNotFound(getApp(ctx, await params));
  const operationId = app.currentOperationId;
  const [addons, last, origin] = await Promise.all([
    listAddons(ctx, { app: app.name }),
    operationId ? getOperation(ctx, { app: app.name, operationId }) : null,
    requestOrigin(),
  ]);
  const unfinished = last && !isFinished(last.status) ? last : null;
  if (unfinished?.kind === "delete-app") return <OperationBanner operation={unfinished} />;
  return (
    <div className="grid gap-8">
      {app.source !== "none" && (
        <Section title="Containers">
          <ContainerTable app={app.name} />
          <Operators>
            <RestartPanel
              app={app.name}
              needsRestart={app.needsRestart}
              action={restartAppAction}
              unfinished={unfinished}
              isAlwaysOffered
            />
          </Operators>
        </Section>
      )}
      <NextSteps app={app} addons={addons} />
      <AppFacts app={app} hostName={new URL(origin).hostname} />
    </div>
  );
}
