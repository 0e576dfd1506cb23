"use client";
import { useState } from "react";
import type { BackupView } from "@/lib/contract/backups";
import { ACTIONS, Table, TableHead } from "../ui/table";
import type { BackupActions, RestorePlaces } from "./backup-actions";
import { BackupRow } from "./backup-row";
import { LazyRestoreDialog } from "./lazy-dialogs";

type BackupTableProps = { backups: readonly BackupView[]; places: RestorePlaces; actions: BackupActions };

/** Backups with what can be done with each. The dialog stands here because a row goes away with its backup. */
export function BackupTable({ backups, places, actions }: BackupTableProps) {
  const [restored, setRestored] = useState<BackupView | null>(null);
  return (
    <>
      <Table>
        <TableHead
          columns={[
            "Taken",
            "State",
            { name: "Size", from: "sm" },
            { name: "Keys", from: "sm" },
            { name: "Kept", from: "md" },
            ACTIONS,
          ]}
        />
        <tbody>
          {backups.map((backup) => (
            <BackupRow
              key={backup.id}
              backup={backup}
              app={places.app}
              action={actions.createDownloadLink}
              onRestore={setRestored}
            />
          ))}
        </tbody>
      </Table>
      {restored && (
        <LazyRestoreDialog
          key={restored.id}
          backup={restored}
          places={places}
          actions={actions}
          onClose={() => setRestored(null)}
        />
      )}
    </>
  );
}
