import { z } from "zod";
import { ACCOUNT_ROUTES } from "@/lib/contract/api/account";
import { command } from "../command";

export const self = command({
  name: "self",
  aliases: ["whoami"],
  group: "Session",
  summary: "say who is signed in",
  input: z.object({}),
  async run({ call, options, terminal }) {
    const { user } = (await call(ACCOUNT_ROUTES.getSelf)).data;
    if (options.json) terminal.json(user);
    else terminal.status(`You are logged in as ${user.username} (${user.email})`);
  },
});
