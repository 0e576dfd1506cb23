"use server";
import { DrainHostInput, HostInput } from "@/lib/contract/hosts";
import { activateHost } from "@/lib/services/hosts/activate-host";
import { drainHost } from "@/lib/services/hosts/drain-host";
import { action } from "@/lib/web/action";

export const drainHostAction = action(DrainHostInput, drainHost);
export const activateHostAction = action(HostInput, activateHost);
