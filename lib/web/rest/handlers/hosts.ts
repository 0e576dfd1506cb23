import "server-only";
import { type HOST_ROUTES, toApiHost } from "../../../contract/api/hosts";
import { activateHost } from "../../../services/hosts/activate-host";
import { drainHost } from "../../../services/hosts/drain-host";
import { listHosts } from "../../../services/hosts/list-hosts";
import type { Handlers } from "../handler";

export const HOST_HANDLERS: Handlers<typeof HOST_ROUTES> = {
  listHosts: async ({ ctx }) => ({ hosts: (await listHosts(ctx)).map(toApiHost) }),
  drainHost: async ({ ctx, params: { host }, body }) => {
    await drainHost(ctx, { host, atOnce: body.at_once });
    return { message: `The databases of ${host} are being moved` };
  },
  activateHost: ({ ctx, params: { host } }) => activateHost(ctx, { host }),
};
