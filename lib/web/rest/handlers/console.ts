import "server-only";
import type { CONSOLE_ROUTES } from "../../../contract/api/console";
import { listCommands } from "../../../services/console/list-commands";
import { runCommand } from "../../../services/console/run-command";
import { unlockConsole } from "../../../services/console/unlock-console";
import type { Handlers } from "../handler";

export const CONSOLE_HANDLERS: Handlers<typeof CONSOLE_ROUTES> = {
  runCommand: async ({ ctx, params, body: { db, ...line } }) => {
    const input = { resourceId: params.database, database: db, ...line };
    const { reply, wholeBytes, ms } = await runCommand(ctx, input);
    return { reply, reply_bytes: wholeBytes, ms };
  },
  unlockConsole: async ({ ctx, params }) => {
    const { unlock, expiresAt } = await unlockConsole(ctx, { resourceId: params.database });
    return { unlock, expires_at: expiresAt.toISOString() };
  },
  listCommands: async ({ ctx, params }) => ({
    commands: await listCommands(ctx, { resourceId: params.database }),
  }),
};
