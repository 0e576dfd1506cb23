import { z } from "zod";
import { COLLABORATOR_ROUTES } from "@/lib/contract/api/collaborators";
import { command } from "../command";
import { usageFailure } from "../failure";
import { ROLE_INPUT, ROLE_OPTIONS, roleOf } from "../role";

export const collaboratorsUpdate = command({
  name: "collaborators-update",
  usage: "<email>",
  group: "Apps",
  summary: "give a collaborator another role",
  options: [...ROLE_OPTIONS],
  input: z.object({ email: z.string(), ...ROLE_INPUT }),
  async run(session, { email: collaborator, ...flags }) {
    const { call, options, terminal } = session;
    const role = roleOf(flags);
    if (role === undefined) throw usageFailure("Say the role: --role view, operate or own.");
    const params = { app: session.app(), collaborator };
    const body = { collaborator: { role } };
    const { data } = await call(COLLABORATOR_ROUTES.changeCollaborator, { params, body });
    if (options.json) return terminal.json(data.collaborator);
    terminal.status(`${data.collaborator.email} has the role ${data.collaborator.role} in ${params.app}`);
  },
});
