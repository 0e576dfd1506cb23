import { readFileSync } from "node:fs";
import { buffer } from "node:stream/consumers";
import { z } from "zod";
import { VARIABLE_ROUTES } from "@/lib/contract/api/variables";
import { parseDotenv } from "@/lib/core/variables/dotenv";
import { command } from "../command";
import { usageFailure } from "../failure";
import { restartHint } from "../render/environment";

export const envSet = command({
  name: "env-set",
  usage: "[assignments...]",
  group: "Environment",
  summary: "set variables: berth env-set NAME=value OTHER=value",
  options: [["--file <file>", "read them from a .env file (- is standard input)"]],
  input: z.object({ assignments: z.array(z.string()).default([]), file: z.string().optional() }),
  async run({ app, call, options, terminal }, { assignments, file }) {
    const variables = [...(file === undefined ? [] : await readVariables(file)), ...assignments.map(parse)];
    if (variables.length === 0) throw usageFailure("Say what to set: berth env-set NAME=value");
    const { data } = await call(VARIABLE_ROUTES.setVariables, {
      params: { app: app() },
      body: { variables },
    });
    if (options.json) return terminal.json(data.variables);
    for (const { name, value } of variables) terminal.print(`${name} has been set to '${value}'.`);
    for (const line of restartHint(app())) terminal.print(line);
  },
});

function parse(assignment: string): { name: string; value: string } {
  const at = assignment.indexOf("=");
  if (at < 1) throw usageFailure(`'${assignment}' is not of the form NAME=value.`);
  return { name: assignment.slice(0, at), value: assignment.slice(at + 1) };
}

async function readVariables(file: string): Promise<{ name: string; value: string }[]> {
  const parsed = parseDotenv(await readText(file));
  if (parsed.isValid) return parsed.variables.map(({ name, value }) => ({ name, value }));
  const lines = parsed.problems.map(({ line, message }) => `line ${line}: ${message}`);
  throw usageFailure(`${file} cannot be read as a .env file.`, ...lines);
}

async function readText(file: string): Promise<string> {
  try {
    const bytes = file === "-" ? await buffer(process.stdin) : readFileSync(file);
    // What is not in UTF-8 would come with signs in the place of its letters.
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw usageFailure(
      `${file} cannot be read: ${error instanceof Error ? error.message : "unknown reason"}`,
    );
  }
}
