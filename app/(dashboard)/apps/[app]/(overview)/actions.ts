"use server";
import { AppInput } from "@/lib/contract/apps";
import { restartApp } from "@/lib/services/apps/restart-app";
import { action } from "@/lib/web/action";

export const restartAppAction = action(AppInput, restartApp);
