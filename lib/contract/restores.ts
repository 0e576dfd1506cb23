import { z } from "zod";
import { UndoChangeInput } from "./changes";
import { DatabaseInput } from "./databases";
import { VersionId } from "./engines";

const backupId = z.uuid();
const appName = z.string().min(1);

/** A backup, and the database that it would be restored into: its own where none is named. */
export const PreviewRestoreInput = z.object({ backupId, resourceId: z.string().min(1).optional() });
export type PreviewRestoreInput = z.infer<typeof PreviewRestoreInput>;

/** What was written since the backup is no longer in the database: it takes a yes to that. */
export const RestoreBackupInput = DatabaseInput.extend({
  backupId,
  acceptsLoss: UndoChangeInput.shape.acceptsLoss,
});
export type RestoreBackupInput = z.infer<typeof RestoreBackupInput>;

/** `appName` is the app that gets the new addon, by name or id. Without a version the new database has that of the backup. */
export const RestoreIntoNewInput = z.object({
  backupId,
  appName,
  planId: z.string().min(1, { error: "Choose a plan." }),
  version: VersionId.optional(),
});
export type RestoreIntoNewInput = z.infer<typeof RestoreIntoNewInput>;

/** `resourceId` is the addon that is cloned, `appName` the app that gets the clone. Without a plan it has that of the original. */
export const CloneAddonInput = DatabaseInput.extend({ appName, planId: z.string().min(1).optional() });
export type CloneAddonInput = z.infer<typeof CloneAddonInput>;
