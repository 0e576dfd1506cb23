"use client";
import { ChangeDialog } from "@/components/databases/change-dialog";
import type { DatabaseView } from "@/lib/contract/databases";
import { upgradeAction } from "./actions";
import { EngineForm } from "./engine-form";

type EngineDialogProps = { database: DatabaseView; onClose: () => void };

/** What another engine means for this database, the yes to it, and then the steps as they go. */
export function EngineDialog({ database, onClose }: EngineDialogProps) {
  const { appName, resourceId } = database;
  return (
    <ChangeDialog
      app={appName}
      resourceId={resourceId}
      title="Change the engine"
      action={upgradeAction}
      onClose={onClose}
    >
      {(changes, form) => <EngineForm database={database} changes={changes} form={form} onCancel={onClose} />}
    </ChangeDialog>
  );
}
