"use client";
import { ChangeDialog } from "@/components/databases/change-dialog";
import type { DatabaseView } from "@/lib/contract/databases";
import { engineName } from "@/lib/core/engines/names";
import { upgradeAction } from "./actions";
import { UpgradeForm } from "./upgrade-form";

type UpgradeDialogProps = { database: DatabaseView; wanted: string; onClose: () => void };

/** What an upgrade does, the yes to it, and then the steps as they go. */
export function UpgradeDialog({ database, wanted, onClose }: UpgradeDialogProps) {
  const { appName, resourceId, engine } = database;
  return (
    <ChangeDialog
      app={appName}
      resourceId={resourceId}
      title={`Upgrade ${engineName(engine)}`}
      action={upgradeAction}
      onClose={onClose}
    >
      {(changes, form) => (
        <UpgradeForm database={database} wanted={wanted} changes={changes} form={form} onCancel={onClose} />
      )}
    </ChangeDialog>
  );
}
