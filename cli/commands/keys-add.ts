import { readFileSync } from "node:fs";
import { z } from "zod";
import { ACCOUNT_ROUTES } from "@/lib/contract/api/account";
import { command } from "../command";
import { usageFailure } from "../failure";

export const keysAdd = command({
  name: "keys-add",
  usage: "<name> <file>",
  group: "Session",
  summary: "add a public SSH key (~/.ssh/id_ed25519.pub)",
  input: z.object({ name: z.string(), file: z.string() }),
  async run({ call, options, terminal }, { name, file }) {
    const body = { key: { name, content: readKey(file) } };
    const { key } = (await call(ACCOUNT_ROUTES.addKey, { body })).data;
    if (options.json) terminal.json(key);
    else terminal.status(`Key '${key.name}' has been added.`);
  },
});

function readKey(file: string): string {
  const key = read(file);
  // It must not even be sent.
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(key))
    throw usageFailure(`${file} is a private key, which nobody else may have: give ${file}.pub`);
  return key;
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw usageFailure(
      `${file} cannot be read: ${error instanceof Error ? error.message : "unknown reason"}`,
    );
  }
}
