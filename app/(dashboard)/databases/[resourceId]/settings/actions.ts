"use server";
import { RemoveAddonInput } from "@/lib/contract/addons";
import { ChangePlanInput, UndoChangeInput, UpgradeInput } from "@/lib/contract/changes";
import { removeAddon } from "@/lib/services/addons/remove-addon";
import { changePlan } from "@/lib/services/databases/change-plan";
import { undoChange } from "@/lib/services/databases/undo-change";
import { upgradeDatabase } from "@/lib/services/databases/upgrade";
import { action } from "@/lib/web/action";

export const changePlanAction = action(ChangePlanInput, changePlan);
export const upgradeAction = action(UpgradeInput, upgradeDatabase);
export const undoChangeAction = action(UndoChangeInput, undoChange);
export const removeAddonAction = action(RemoveAddonInput, removeAddon);
