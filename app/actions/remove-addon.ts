"use server";
import { RemoveAddonInput } from "@/lib/contract/addons";
import { removeAddon } from "@/lib/services/addons/remove-addon";
import { action } from "@/lib/web/action";

export const removeAddonAction = action(RemoveAddonInput, removeAddon);
