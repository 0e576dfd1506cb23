import { z } from "zod";
import type { ErrorCode } from "../core/errors";
import { AddonView } from "./addons";
import { ContainerView, FallsView } from "./apps";
import { BackupConfigView, BackupView, KeptBackupsView } from "./backups";

const ERROR_CODES = [
  "unauthenticated",
  "not_found",
  "forbidden",
  "conflict",
  "invalid",
  "limit_exceeded",
  "unavailable",
  "internal",
] as const satisfies readonly ErrorCode[];

/** What the routes of pages answer when they refuse. */
export const RefusalAnswer = z.object({
  error: z.object({ code: z.enum(ERROR_CODES), reason: z.string(), message: z.string() }),
});

/** `GET /api/ui/apps/:app/containers`, newest first. */
export const ContainersAnswer = z.object({
  containers: z.array(ContainerView),
  falls: FallsView.nullable(),
});
export type ContainersAnswer = z.infer<typeof ContainersAnswer>;

/** `GET /api/ui/apps/:app/addons`, oldest first. */
export const AddonsAnswer = z.object({ addons: z.array(AddonView) });

/** `GET /api/ui/databases/:resourceId/backups`, newest first. */
export const BackupsAnswer = z.object({ backups: z.array(BackupView), config: BackupConfigView });
export type BackupsAnswer = z.infer<typeof BackupsAnswer>;

/** `GET /api/ui/apps/:app/kept-backups`, of the addon that was removed last first. */
export const KeptBackupsAnswer = z.object({ kept: z.array(KeptBackupsView) });
