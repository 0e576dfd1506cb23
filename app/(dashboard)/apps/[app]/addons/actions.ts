"use server";
import { AddAddonInput, RemoveAddonInput } from "@/lib/contract/addons";
import { ChangePlanInput } from "@/lib/contract/changes";
import { addAddon } from "@/lib/services/addons/add-addon";
import { removeAddon } from "@/lib/services/addons/remove-addon";
import { changePlan } from "@/lib/services/databases/change-plan";
import { action } from "@/lib/web/action";

export const addAddonAction = action(AddAddonInput, addAddon);
export const removeAddonAction = action(RemoveAddonInput, removeAddon);
export const changePlanAction = action(ChangePlanInput, changePlan);
