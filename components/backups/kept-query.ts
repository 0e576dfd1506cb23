import { queryOptions } from "@tanstack/react-query";
import { fetchKeptBackups } from "@/lib/contract/backup-client";
import type { KeptBackupsView } from "@/lib/contract/backups";
import { SECOND_MS } from "@/lib/core/units";

/** Backups of the app's removed addons, read anew with its addons. */
export const keptBackupsQuery = (app: string, initialData: KeptBackupsView[]) =>
  queryOptions({
    queryKey: ["apps", app, "addons", "kept"],
    queryFn: () => fetchKeptBackups(app),
    retry: false,
    initialData,
    staleTime: SECOND_MS,
    refetchInterval: 15 * SECOND_MS,
  });
