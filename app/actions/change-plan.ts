"use server";
import { ChangePlanInput } from "@/lib/contract/changes";
import { changePlan } from "@/lib/services/databases/change-plan";
import { action } from "@/lib/web/action";

export const changePlanAction = action(ChangePlanInput, changePlan);
