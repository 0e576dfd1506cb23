"use server";
import { ChangePlanInput } from "@/lib/contract/changes";
import { DatabaseInput } from "@/lib/contract/databases";
import { changePlan } from "@/lib/services/databases/change-plan";
import { getConnection } from "@/lib/services/databases/get-connection";
import { action } from "@/lib/web/action";

export const getConnectionAction = action(DatabaseInput, getConnection);
export const changePlanAction = action(ChangePlanInput, changePlan);
