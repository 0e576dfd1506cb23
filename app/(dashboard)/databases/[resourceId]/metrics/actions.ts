"use server";
import { SetAlertInput } from "@/lib/contract/alerts";
import { setAlert } from "@/lib/services/stats/set-alert";
import { action } from "@/lib/web/action";

export const setAlertAction = action(SetAlertInput, setAlert);
