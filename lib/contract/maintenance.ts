import { z } from "zod";
import { MAINTENANCE_STATUSES, MaintenanceWindow } from "../core/maintenance/window";
import { DatabaseInput } from "./databases";
import { VersionId } from "./engines";

/** When the window of a database opens each week. */
export const SetWindowInput = DatabaseInput.extend(MaintenanceWindow.shape);
export type SetWindowInput = z.infer<typeof SetWindowInput>;

const fromText = (schema: z.ZodType<number, number>) => z.coerce.number().pipe(schema);

/** The same as a form sends it. */
export const SetWindowForm = DatabaseInput.extend({
  weekdayUtc: fromText(MaintenanceWindow.shape.weekdayUtc),
  hourUtc: fromText(MaintenanceWindow.shape.hourUtc),
});

/** The version that a database is to be upgraded to in its next window; the present one stands for its newest build. */
export const ScheduleUpgradeInput = DatabaseInput.extend({
  version: VersionId,
});
export type ScheduleUpgradeInput = z.infer<typeof ScheduleUpgradeInput>;

/** Names something that is put off; it is found only among those of that database. */
export const MaintenanceInput = DatabaseInput.extend({ maintenanceId: z.uuid() });
export type MaintenanceInput = z.infer<typeof MaintenanceInput>;

/** Something that is done, or was, in a window. */
export const MaintenanceView = z.object({
  id: z.string(),
  type: z.string(),
  version: z.string(),
  status: z.enum(MAINTENANCE_STATUSES),
  /** When its window opens. */
  windowAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  /** Why it failed, or why it waits within its window. */
  reason: z.string().nullable(),
  operationId: z.string().nullable(),
});
export type MaintenanceView = z.infer<typeof MaintenanceView>;
