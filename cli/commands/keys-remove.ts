import { z } from "zod";
import { ACCOUNT_ROUTES } from "@/lib/contract/api/account";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";

export const keysRemove = command({
  name: "keys-remove",
  usage: "<name>",
  group: "Session",
  summary: "remove an SSH key, by name or fingerprint",
  input: z.object({ name: z.string() }),
  async run({ call, options, terminal }, { name }) {
    const { keys } = (await call(ACCOUNT_ROUTES.listKeys)).data;
    const found = keys.filter((key) => [key.name, key.fingerprint, key.id].includes(name));
    const [key] = found;
    if (!key || found.length > 1)
      throw new Failure(EXIT.refused, `${found.length} of your keys are called '${name}'.`, [
        "All of them: berth keys. A fingerprint names one alone.",
      ]);
    await call(ACCOUNT_ROUTES.removeKey, { params: { id: key.id } });
    if (options.json) terminal.json(key);
    else terminal.status(`Key '${key.name}' has been removed.`);
  },
});
