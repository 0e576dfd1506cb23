import { z } from "zod";
import { DIAGNOSTIC_ROUTES } from "@/lib/contract/api/diagnostics";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { clientTable } from "../render/diagnostics";

export const databaseClients = command({
  name: "database-clients",
  usage: "[addon]",
  group: "Databases",
  summary: "show who is connected to a database",
  options: [["--disconnect <id>", "end the connection of that id"]],
  input: z.object({ addon: z.string().optional(), disconnect: z.string().optional() }),
  async run(session, { addon, disconnect }) {
    const { call, options, terminal } = session;
    const database = await findAddon(session, addon);
    const { clients } = (await call(DIAGNOSTIC_ROUTES.listClients, { params: { database } })).data;
    if (disconnect !== undefined) {
      const client = clients.find(({ id }) => id === disconnect);
      if (!client) throw new Failure(EXIT.refused, `No client has the id ${disconnect}.`);
      const { id, address } = client;
      const given = { params: { database, client: id }, query: { address } };
      await call(DIAGNOSTIC_ROUTES.disconnectClient, given);
      return terminal.note(`Disconnected ${address}.`);
    }
    if (options.json) return terminal.json(clients);
    if (clients.length === 0) return terminal.note("Nobody is connected.");
    for (const line of clientTable(clients)) terminal.print(line);
  },
});
