"use server";
import { CreateAppInput } from "@/lib/contract/apps";
import { createApp } from "@/lib/services/apps/create-app";
import { action } from "@/lib/web/action";

export const createAppAction = action(CreateAppInput, createApp);
