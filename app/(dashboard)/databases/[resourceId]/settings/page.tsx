import type { Metadata } from "next";
import { removeAddonAction } from "@/app/actions/remove-addon";
import { RemoveAddonForm } from "@/components/addons/remove-addon-form";
import { busyReason } from "@/components/operations/words";
import { ProtectionCard } from "@/components/protection/protection-card";
import { Operators } from "@/components/roles/role";
import { Section } from "@/components/ui/section";
import type { DatabaseView } from "@/lib/contract/databases";
import { refusalOf } from "@/lib/core/people/roles";
import { getApp } from "@/lib/services/apps/get-app";
import { findNewerBuild } from "@/lib/services/databases/find-newer-build";
import { listMoveTargets } from "@/lib/services/databases/list-move-targets";
import { listMaintenances } from "@/lib/services/maintenance/list-maintenances";
import { getOperation } from "@/lib/services/operations/get-operation";
import { getSettings } from "@/lib/services/settings/get-settings";
import { databaseOfPage } from "@/lib/web/database";
import { requireContext } from "@/lib/web/session";
import { protectDatabaseAction } from "./actions";
import { DescriptionForm } from "./description-form";
import { FeatureCard } from "./feature-card";
import { MaintenanceCard } from "./maintenance-card";
import { MoveSection } from "./move-section";
import { PlanCard } from "./plan-card";
import { SettingsForm } from "./settings-form";
import { UndoChange } from "./undo-change";
import { VersionCard } from "./version-card";

export const metadata: Metadata = { title: "Settings" };

function unchangeable({ status, dataGone }: DatabaseView): string | null {
  if (dataGone) return "Its data is gone from the engine: there is nothing to change.";
  return status === "running" ? null : "Only a running database can be changed.";
}

const DATA_FEATURES = ["redis-rdb", "redis-aof", "redis-cache"] as const;
const ACCESS_FEATURES = ["force-ssl", "publicly-available"] as const;

type DatabaseSettingsPageProps = { params: Promise<{ resourceId: string }> };

export default async function DatabaseSettingsPage({ params }: DatabaseSettingsPageProps) {
  const ctx = await requireContext();
  const database = await databaseOfPage((await params).resourceId);
  const { appName, resourceId, status, operationId } = database;
  const [app, last, settings, { maintenances }, newerBuild, targets] = await Promise.all([
    getApp(ctx, { app: appName }),
    operationId ? getOperation(ctx, { app: appName, operationId }) : null,
    getSettings(ctx, { resourceId }),
    listMaintenances(ctx, { resourceId, page: 1, perPage: 1 }),
    findNewerBuild(ctx, { resourceId }),
    listMoveTargets(ctx, { resourceId }),
  ]);
  const planned = maintenances.find(({ endedAt }) => endedAt === null) ?? null;
  const busy = busyReason(last);
  const roleRefusal = refusalOf(database, "operate");
  const refusal = roleRefusal ?? busy ?? unchangeable(database);
  const isRemovable = status === "running" || status === "failed";
  return (
    <div className="grid gap-8">
      <Operators>
        <Section title="Name and note" id="name" className="scroll-mt-20">
          <DescriptionForm database={database} />
        </Section>
      </Operators>
      <Section title="Plan and version" description={refusal}>
        <div className="grid max-w-2xl gap-3 sm:grid-cols-2">
          <PlanCard database={database} plans={ctx.plans} refusal={refusal} />
          <VersionCard database={database} newerBuild={newerBuild} refusal={refusal} />
        </div>
      </Section>
      <Section title="Persistence and cache">
        <div className="grid max-w-2xl gap-3">
          {DATA_FEATURES.map((name) => (
            <FeatureCard key={name} name={name} database={database} refusal={refusal} />
          ))}
        </div>
      </Section>
      <Section title="Access" id="access" className="scroll-mt-20">
        <div className="grid max-w-2xl gap-3">
          {ACCESS_FEATURES.map((name) => (
            <FeatureCard key={name} name={name} database={database} refusal={refusal} />
          ))}
        </div>
      </Section>
      <Section title="Settings">
        <SettingsForm
          resourceId={resourceId}
          settings={settings}
          refusal={refusal}
          failure={last?.kind === "set-settings" ? (last.error?.message ?? null) : null}
        />
      </Section>
      <Section title="Maintenance window" id="maintenance" className="scroll-mt-20">
        <MaintenanceCard
          database={database}
          newerBuild={newerBuild}
          planned={planned}
          now={new Date().toISOString()}
        />
      </Section>
      <MoveSection resourceId={resourceId} hostName={database.hostName} targets={targets} refusal={refusal} />
      <Section title="Undo the last change" className="scroll-mt-20" id="undo">
        <UndoChange resourceId={resourceId} refusal={refusal} />
      </Section>
      <Section title="Delete protection">
        <ProtectionCard
          action={protectDatabaseAction}
          values={{ resourceId }}
          name={resourceId}
          isProtected={database.isProtected}
          isManageable={app.isManageable}
        />
      </Section>
      <Section title="Remove the database">
        {roleRefusal ? (
          <p className="text-muted-foreground">{roleRefusal}</p>
        ) : database.isProtected ? (
          <p className="text-muted-foreground">It is protected against deletion: see above.</p>
        ) : isRemovable && busy === null ? (
          <RemoveAddonForm
            app={appName}
            resourceId={resourceId}
            takesBackup={database.plan.hasBackups && status === "running" && !database.dataGone}
            action={removeAddonAction}
            className="border-destructive/40 max-w-2xl rounded-md border p-4"
          />
        ) : (
          <p className="text-muted-foreground">
            {busy ?? "Not while it is being set up or removed: the steps stand above."}
          </p>
        )}
      </Section>
    </div>
  );
}
