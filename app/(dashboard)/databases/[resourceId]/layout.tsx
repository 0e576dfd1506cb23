import { ArrowUp } from "lucide-react";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { changePlanAction } from "@/app/actions/change-plan";
import { ChangePlanButton } from "@/components/databases/change-plan-button";
import { DataGone } from "@/components/databases/data-gone";
import { HostGone } from "@/components/databases/host-gone";
import { databaseParts } from "@/components/databases/parts";
import { OperationBanner } from "@/components/operations/operation-banner";
import { busyReason } from "@/components/operations/words";
import { RoleProvider } from "@/components/roles/role";
import { ViewerNote } from "@/components/roles/viewer-note";
import { Alert } from "@/components/ui/alert";
import { NavTabs } from "@/components/ui/nav-tabs";
import { PageHeader } from "@/components/ui/page-header";
import { TextLink } from "@/components/ui/text-link";
import { engineName } from "@/lib/core/engines/names";
import { isFinished } from "@/lib/core/operations/state";
import { refusalOf } from "@/lib/core/people/roles";
import { getOperation } from "@/lib/services/operations/get-operation";
import { listVariables } from "@/lib/services/variables/list-variables";
import { databaseOfPage } from "@/lib/web/database";
import { requireContext } from "@/lib/web/session";
import { ConnectButton } from "./connect-button";
import { DatabaseLine } from "./database-line";
import { HealthStatus } from "./health-status";
import { LastChange } from "./last-change";

const DATA_GONE = "Its data is gone from the engine: see above.";

type DatabaseLayoutProps = { children: ReactNode; params: Promise<{ resourceId: string }> };

export async function generateMetadata({ params }: DatabaseLayoutProps): Promise<Metadata> {
  const { resourceId } = await params;
  return { title: { default: resourceId, template: `%s · ${resourceId} · Berth` } };
}

export default async function DatabaseLayout({ children, params }: DatabaseLayoutProps) {
  const ctx = await requireContext();
  const database = await databaseOfPage((await params).resourceId);
  const { resourceId, name, note, appName, operationId, status, error, engine } = database;
  const { laterVersions, dataGone } = database;
  const newest = laterVersions.at(-1);
  const [variables, last] = await Promise.all([
    listVariables(ctx, { app: appName }),
    operationId ? getOperation(ctx, { app: appName, operationId }) : null,
  ]);
  const own = variables.filter((variable) => variable.resourceId === resourceId);
  const variable = own.find(({ aliasOf }) => aliasOf !== null) ?? own[0];
  const root = `/databases/${resourceId}`;
  const refusal = refusalOf(database, "operate");
  return (
    <div className="grid gap-6">
      <PageHeader
        title={name ?? <span className="font-mono text-xl">{resourceId}</span>}
        trail={[
          { href: "/apps", label: "Apps" },
          { href: `/apps/${appName}/addons`, label: appName },
        ]}
        description={
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1 max-sm:pt-2">
            {name !== null && <span className="font-mono">{resourceId}</span>}
            <HealthStatus database={database} />
            <DatabaseLine database={database} />
            {status === "running" && newest && (
              <TextLink href={`${root}/settings#version`} className="inline-flex items-center gap-1">
                <ArrowUp aria-hidden="true" className="size-4" />
                {engineName(engine)} {newest} available
              </TextLink>
            )}
            {note !== null && <p className="w-full max-w-2xl whitespace-pre-line">{note}</p>}
          </div>
        }
        actions={
          status === "running" &&
          refusal === null && (
            <>
              <ChangePlanButton
                app={appName}
                resourceId={resourceId}
                plans={ctx.plans}
                action={changePlanAction}
                refusal={busyReason(last) ?? (dataGone ? DATA_GONE : null)}
              />
              <ConnectButton database={database} variableName={variable?.name ?? null} />
            </>
          )
        }
      />
      <ViewerNote refusal={refusal} />
      {last &&
        (isFinished(last.status) ? (
          <LastChange operation={last} className="max-w-2xl" />
        ) : (
          <OperationBanner operation={last} className="max-w-2xl" />
        ))}
      {status === "failed" && (
        <Alert tone="danger" title={error ?? "The database could not be set up."}>
          Nothing of it runs. Remove it under Settings, then add another.
        </Alert>
      )}
      <DataGone database={database} className="max-w-2xl" />
      <HostGone database={database} className="max-w-2xl" />
      <NavTabs label={`Parts of ${resourceId}`} tabs={databaseParts(resourceId)} />
      <RoleProvider refusal={refusal}>{children}</RoleProvider>
    </div>
  );
}
