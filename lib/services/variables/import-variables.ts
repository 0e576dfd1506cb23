import {
  type ImportedVariablesView,
  type ImportVariablesInput,
  VariableName,
  VariableValue,
} from "../../contract/variables";
import { DomainError } from "../../core/errors";
import { type DotenvProblem, type DotenvVariable, parseDotenv } from "../../core/variables/dotenv";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { writeVariables } from "./write";

/** More than any app reads, and little enough for one statement. */
const IMPORTED_MAX = 1_000;

/**
 * Sets every variable of a text in the form of a .env file, or none; those with the same value already stay as they are.
 * @throws DomainError `not_found`; `invalid` telling every wrong line by its number; `forbidden` reason `locked_by_addon`; `conflict`
 * while the app is being deleted.
 */
export async function importVariables(
  ctx: Context,
  input: ImportVariablesInput,
): Promise<ImportedVariablesView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app);
  const wanted = requireVariables(input.text);
  return { names: await writeVariables(ctx, app, wanted) };
}

/** Values by name. @throws DomainError `invalid` with a message for each wrong line. */
function requireVariables(text: string): Map<string, string> {
  const parsed = parseDotenv(text);
  if (!parsed.isValid) throw refused(parsed.problems.map(tell));
  const { variables } = parsed;
  if (variables.length === 0)
    throw refused(["There are no variables in this text. Write NAME=value, one a line."]);
  if (variables.length > IMPORTED_MAX)
    throw refused([`These are ${variables.length} variables. Import at most ${IMPORTED_MAX} at once.`]);
  const problems = variables.flatMap(problemsOf);
  if (problems.length > 0) throw refused(problems.map(tell));
  return new Map(variables.map(({ name, value }) => [name, value]));
}

const tell = ({ line, message }: DotenvProblem): string => `Line ${line}: ${message}`;

const refused = (messages: string[]) =>
  new DomainError("invalid", "not_dotenv", messages[0] ?? "", { fields: { text: messages } });

function problemsOf({ name, value, line }: DotenvVariable): DotenvProblem[] {
  const issues = [VariableName.safeParse(name), VariableValue.safeParse(value)];
  return issues.flatMap(({ error }) => error?.issues.map(({ message }) => ({ line, message })) ?? []);
}
