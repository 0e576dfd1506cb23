"use server";
import { ChangeManyInput } from "@/lib/contract/many-changes";
import { changeMany } from "@/lib/services/databases/change-many";
import { action } from "@/lib/web/action";

export const changeManyAction = action(ChangeManyInput, changeMany);
