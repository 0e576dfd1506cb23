import { z } from "zod";
import { command } from "../command";
import { deleteCredentials } from "../credentials";

export const logout = command({
  name: "logout",
  group: "Session",
  summary: "forget the token that berth login keeps",
  input: z.object({}),
  async run({ options, settings, terminal }) {
    deleteCredentials(settings);
    if (options.json) terminal.json({});
    else terminal.status("Berth credentials have been deleted.");
  },
});
