import { z } from "zod";
import { COLLABORATOR_ROUTES } from "@/lib/contract/api/collaborators";
import { command } from "../command";
import { table } from "../render/table";

export const collaborators = command({
  name: "collaborators",
  group: "Apps",
  summary: "list who else has access to the app, and as what",
  input: z.object({}),
  async run(session) {
    const { call, options, terminal } = session;
    const params = { app: session.app() };
    const { collaborators: rows } = (await call(COLLABORATOR_ROUTES.listCollaborators, { params })).data;
    if (options.json) return terminal.json(rows);
    const cells = rows.map(({ email, username, status, role }) => [email, username, status, role]);
    const columns = ["EMAIL", "USERNAME", "STATUS", "ROLE"].map((header) => ({ header }));
    for (const line of table(columns, cells)) terminal.print(line);
  },
});
