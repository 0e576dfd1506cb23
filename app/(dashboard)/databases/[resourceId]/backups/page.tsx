import type { Metadata } from "next";
import { createDownloadLinkAction, restoreBackupAction, restoreIntoNewAction } from "@/app/actions/restores";
import { busyReason } from "@/components/operations/words";
import type { DatabaseView } from "@/lib/contract/databases";
import { canBeCancelled, canBeSwitched } from "@/lib/core/operations/cancel";
import { refusalOf } from "@/lib/core/people/roles";
import { listPlans } from "@/lib/services/addons/list-plans";
import { listApps } from "@/lib/services/apps/list-apps";
import { getOperation } from "@/lib/services/operations/get-operation";
import { databaseOfPage } from "@/lib/web/database";
import { requireContext } from "@/lib/web/session";
import { Backups } from "./backups";

export const metadata: Metadata = { title: "Backups" };

const ACTIONS = {
  createDownloadLink: createDownloadLinkAction,
  restoreBackup: restoreBackupAction,
  restoreIntoNew: restoreIntoNewAction,
};
/** More than this nobody looks through in a list of proposals. */
const APPS_MAX = 100;

function unreadable({ status, dataGone }: DatabaseView): string | null {
  if (dataGone) return "Its data is gone from the engine: there is nothing to back up.";
  return status === "running" ? null : "Only while the database runs.";
}

type BackupsPageProps = { params: Promise<{ resourceId: string }> };

export default async function BackupsPage({ params }: BackupsPageProps) {
  const ctx = await requireContext();
  const database = await databaseOfPage((await params).resourceId);
  const { appName, resourceId, status, plan, operationId } = database;
  const [last, { apps }, plans] = await Promise.all([
    operationId ? getOperation(ctx, { app: appName, operationId }) : null,
    listApps(ctx, { q: "", page: 1, perPage: APPS_MAX }),
    listPlans(ctx),
  ]);
  const mayNot = refusalOf(database, "operate");
  const busy = mayNot ?? busyReason(last);
  const isInStep = last !== null && canBeSwitched(last);
  const notRunning = status === "running" ? null : "Only into a running database.";
  return (
    <Backups
      places={{
        own: { resourceId, refusal: busy ?? notRunning },
        app: appName,
        apps: apps.map(({ name }) => name),
        plans,
        catalog: ctx.catalog,
      }}
      planId={plan.id}
      resourceId={resourceId}
      refusal={busy ?? unreadable(database)}
      backUpRefusal={(isInStep ? mayNot : busy) ?? unreadable(database)}
      actions={ACTIONS}
      importing={last !== null && canBeCancelled(last) ? last : null}
    />
  );
}
