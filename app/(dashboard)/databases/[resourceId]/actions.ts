"use server";
import { DatabaseInput } from "@/lib/contract/databases";
import { getConnection } from "@/lib/services/databases/get-connection";
import { action } from "@/lib/web/action";

export const getConnectionAction = action(DatabaseInput, getConnection);
