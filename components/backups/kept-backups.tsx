"use client";
import type { KeptBackupsView } from "@/lib/contract/backups";
import { RelativeTime } from "../ui/relative-time";
import type { BackupActions, RestorePlaces } from "./backup-actions";
import { BackupTable } from "./backup-table";

type KeptBackupsProps = {
  kept: readonly KeptBackupsView[];
  places: Omit<RestorePlaces, "own">;
  actions: BackupActions;
};

/** Backups of removed addons, one table for each addon. */
export function KeptBackups({ kept, places, actions }: KeptBackupsProps) {
  return (
    <div className="grid gap-6">
      {kept.map(({ addonId, appName, resourceId, removedAt, backups }) => (
        <section key={addonId} className="grid gap-2">
          <h3>
            <span className="font-mono font-medium break-all">{resourceId}</span>{" "}
            <span className="text-muted-foreground">
              of {appName}, removed <RelativeTime value={removedAt} />
            </span>
          </h3>
          <BackupTable
            backups={backups}
            places={{ ...places, app: places.app || appName, own: null }}
            actions={actions}
          />
        </section>
      ))}
    </div>
  );
}
