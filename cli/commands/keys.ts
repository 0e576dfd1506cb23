import { z } from "zod";
import { ACCOUNT_ROUTES } from "@/lib/contract/api/account";
import { command } from "../command";
import { table } from "../render/table";

export const keys = command({
  name: "keys",
  group: "Session",
  summary: "list your SSH keys, which open tunnels",
  input: z.object({}),
  async run({ call, options, terminal }) {
    const { keys: rows } = (await call(ACCOUNT_ROUTES.listKeys)).data;
    if (options.json) return terminal.json(rows);
    const cells = rows.map(({ name, fingerprint }) => [name, fingerprint]);
    for (const line of table([{ header: "NAME" }, { header: "FINGERPRINT" }], cells)) terminal.print(line);
  },
});
