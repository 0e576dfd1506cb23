import { z } from "zod";
import { COLLABORATOR_ROUTES } from "@/lib/contract/api/collaborators";
import { command } from "../command";
import { ROLE_INPUT, ROLE_OPTIONS, roleOf } from "../role";

export const collaboratorsAdd = command({
  name: "collaborators-add",
  usage: "<email>",
  group: "Apps",
  summary: "let somebody with an account into the app, as an operator unless said otherwise",
  options: [...ROLE_OPTIONS],
  input: z.object({ email: z.string(), ...ROLE_INPUT }),
  async run(session, { email, ...flags }) {
    const { call, options, terminal } = session;
    const params = { app: session.app() };
    const body = { collaborator: { email, role: roleOf(flags) } };
    const { collaborator } = (await call(COLLABORATOR_ROUTES.addCollaborator, { params, body })).data;
    if (options.json) return terminal.json(collaborator);
    terminal.status(`${collaborator.email} has access to ${params.app} (${collaborator.role})`);
  },
});
