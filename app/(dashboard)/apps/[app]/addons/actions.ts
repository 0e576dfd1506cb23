"use server";
import { AddAddonInput, RemoveAddonInput } from "@/lib/contract/addons";
import { addAddon } from "@/lib/services/addons/add-addon";
import { removeAddon } from "@/lib/services/addons/remove-addon";
import { action } from "@/lib/web/action";

export const addAddonAction = action(AddAddonInput, addAddon);
export const removeAddonAction = action(RemoveAddonInput, removeAddon);
