import { z } from "zod";
import type { ErrorCode } from "../core/errors";
import type { AddonView } from "./addons";
import type { ContainerView, FallsView } from "./apps";
import { BackupConfigView, BackupView, type KeptBackupsView } from "./backups";

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
export type ContainersAnswer = { containers: ContainerView[]; falls: FallsView | null };

/** `GET /api/ui/apps/:app/addons`, oldest first. */
export type AddonsAnswer = { addons: AddonView[] };

/** `GET /api/ui/databases/:resourceId/backups`, newest first. */
export const BackupsAnswer = z.object({ backups: z.array(BackupView), config: BackupConfigView });
export type BackupsAnswer = z.infer<typeof BackupsAnswer>;

/** `GET /api/ui/apps/:app/kept-backups`, of the addon that was removed last first. */
export type KeptBackupsAnswer = { kept: KeptBackupsView[] };
