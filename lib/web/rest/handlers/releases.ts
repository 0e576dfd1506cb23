import "server-only";
import { type RELEASE_ROUTES, toApiRelease } from "../../../contract/api/releases";
import { getReleases } from "../../../services/releases/get-releases";
import { stopReleaseUpgrade } from "../../../services/releases/stop-release-upgrade";
import { upgradeRelease } from "../../../services/releases/upgrade-release";
import type { Handlers } from "../handler";

export const RELEASE_HANDLERS: Handlers<typeof RELEASE_ROUTES> = {
  listReleases: async ({ ctx }) => ({ releases: (await getReleases(ctx)).map(toApiRelease) }),
  upgradeRelease: async ({ ctx, params, body }) => {
    await upgradeRelease(ctx, { ...params, when: body.when, atOnce: body.at_once });
    return { message: `The databases of ${params.engine}:${params.version} are being upgraded` };
  },
  stopReleaseUpgrade: ({ ctx, params }) => stopReleaseUpgrade(ctx, params),
};
