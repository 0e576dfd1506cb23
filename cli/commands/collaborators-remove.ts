import { z } from "zod";
import { COLLABORATOR_ROUTES } from "@/lib/contract/api/collaborators";
import { command } from "../command";

export const collaboratorsRemove = command({
  name: "collaborators-remove",
  usage: "<email>",
  group: "Apps",
  summary: "take somebody's access to the app away",
  input: z.object({ email: z.string() }),
  async run(session, { email: collaborator }) {
    const { call, options, terminal } = session;
    const params = { app: session.app(), collaborator };
    await call(COLLABORATOR_ROUTES.removeCollaborator, { params });
    if (options.json) return terminal.json({ email: collaborator, removed: true });
    terminal.status(`${collaborator} has no access to ${params.app} any more`);
  },
});
