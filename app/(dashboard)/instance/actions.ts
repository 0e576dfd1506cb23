"use server";
import { DrainHostInput, HostInput } from "@/lib/contract/hosts";
import { ReleaseInput, UpgradeReleaseInput } from "@/lib/contract/releases";
import { activateHost } from "@/lib/services/hosts/activate-host";
import { drainHost } from "@/lib/services/hosts/drain-host";
import { stopReleaseUpgrade } from "@/lib/services/releases/stop-release-upgrade";
import { upgradeRelease } from "@/lib/services/releases/upgrade-release";
import { action } from "@/lib/web/action";

export const drainHostAction = action(DrainHostInput, drainHost);
export const activateHostAction = action(HostInput, activateHost);
export const upgradeReleaseAction = action(UpgradeReleaseInput, upgradeRelease);
export const stopReleaseUpgradeAction = action(ReleaseInput, stopReleaseUpgrade);
