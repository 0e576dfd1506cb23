import { KeyRound } from "lucide-react";
import type { Metadata } from "next";
import { RestartPanel } from "@/components/apps/restart-panel";
import { Operators } from "@/components/roles/role";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { isAppStart, isFinished } from "@/lib/core/operations/state";
import { getApp } from "@/lib/services/apps/get-app";
import { getOperation } from "@/lib/services/operations/get-operation";
import { listVariables } from "@/lib/services/variables/list-variables";
import { orNotFound } from "@/lib/web/page";
import { requireContext } from "@/lib/web/session";
import { restartAppAction } from "./actions";
import { AddVariableForm } from "./add-variable-form";
import { ImportDialog } from "./import-dialog";
import { VariableTable } from "./variable-table";

export const metadata: Metadata = { title: "Environment" };

export default async function EnvironmentPage({ params }: { params: Promise<{ app: string }> }) {
  const ctx = await requireContext();
  const app = await orNotFound(getApp(ctx, await params));
  const operationId = app.currentOperationId;
  const [variables, last] = await Promise.all([
    listVariables(ctx, { app: app.name }),
    operationId ? getOperation(ctx, { app: app.name, operationId }) : null,
  ]);
  const isRestarting = last !== null && isAppStart(last.kind) && !isFinished(last.status);
  return (
    <div className="grid gap-8">
      {app.source !== "none" && (
        <Operators>
          <RestartPanel
            app={app.name}
            needsRestart={app.needsRestart}
            action={restartAppAction}
            unfinished={isRestarting ? last : null}
          />
        </Operators>
      )}
      <Section
        title="Variables"
        description="What the app reads from its environment. Values are stored encrypted and shown one at a time."
        action={
          <Operators>
            <ImportDialog app={app.name} />
          </Operators>
        }
      >
        {variables.length === 0 ? (
          <EmptyState icon={KeyRound} title="No variable yet">
            Settings and secrets that do not belong into the image: one name and one value each. A database
            adds its address here by itself.
          </EmptyState>
        ) : (
          <VariableTable app={app.name} variables={variables} />
        )}
      </Section>
      <Operators>
        <Section title="Add a variable">
          <AddVariableForm app={app.name} />
        </Section>
      </Operators>
    </div>
  );
}
