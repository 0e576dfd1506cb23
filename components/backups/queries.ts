import { queryOptions } from "@tanstack/react-query";
import { fetchBackups, fetchRestorePreview } from "@/lib/contract/backup-client";
import { SECOND_MS } from "@/lib/core/units";
import { isUnfinished } from "./words";

/** Backups with their schedule: every second while one is being taken, else now and then. */
export const backupsQuery = (resourceId: string) =>
  queryOptions({
    queryKey: ["databases", resourceId, "backups"],
    queryFn: () => fetchBackups(resourceId),
    retry: false,
    refetchInterval: ({ state }) => (state.data?.backups.some(isUnfinished) ? SECOND_MS : 15 * SECOND_MS),
  });

/** Asked for anew whenever it is shown: what would be lost changes with the data. */
export const restorePreviewQuery = (backupId: string, resourceId: string) =>
  queryOptions({
    queryKey: ["databases", resourceId, "restore", backupId],
    queryFn: () => fetchRestorePreview(backupId, resourceId),
    retry: false,
    refetchOnMount: "always",
  });
