import { z } from "zod";
import { command } from "../command";
import { deleteCredentials } from "../credentials";

export const logout = command({
  name: "logout",
  group: "Session",
  summary: "forget the token that berth login keeps",
  input: z.object({}),
  async run({ settings, terminal }) {
    deleteCredentials(settings);
    terminal.status("Berth credentials have been deleted.");
  },
});
