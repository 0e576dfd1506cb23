"use server";
import { UndoChangeInput, UpgradeInput } from "@/lib/contract/changes";
import { undoChange } from "@/lib/services/databases/undo-change";
import { upgradeDatabase } from "@/lib/services/databases/upgrade";
import { action } from "@/lib/web/action";

export const upgradeAction = action(UpgradeInput, upgradeDatabase);
export const undoChangeAction = action(UndoChangeInput, undoChange);
