"use server";
import { AddAddonInput } from "@/lib/contract/addons";
import { addAddon } from "@/lib/services/addons/add-addon";
import { action } from "@/lib/web/action";

export const addAddonAction = action(AddAddonInput, addAddon);
