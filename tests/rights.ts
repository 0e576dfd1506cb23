import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const TO_CHANGE = new Set(["requireAdmin", "requireSession"]);
const WITH_SCOPE = new Set(["requireScope", "requireAccount"]);
const TO_OBJECT = new Set(["requireApp", "requireAddon", "requireDatabase", "requireBackup"]);
/** Verbs of the records that only look, or note for the timeline that somebody did. */
const LOOKS = /^(find|list|load|count|sum|has|note)[A-Z]/;

const parse = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** What a file imports by value: each name with the path that it comes from, as it is written. */
function importsOf(source: ts.SourceFile): { name: string; from: string }[] {
  return source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    const bindings = importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings) || importClause.isTypeOnly) return [];
    const from = ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : "";
    return bindings.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName }) => ({ name: (propertyName ?? name).text, from }));
  });
}

/** True when a service changes records, itself or by another service that it uses. */
function changesRecords(path: string, text: string): boolean {
  return importsOf(parse(path, text)).some(({ name, from }) => {
    if (!from.startsWith(".")) return false;
    const target = `${join(dirname(path), from)}.ts`;
    if (target.startsWith("lib/db/")) return !LOOKS.test(name) && /^[a-z]/.test(name);
    if (target === "lib/services/access.ts") return name === "changeApp";
    return (
      target.startsWith("lib/services/") &&
      existsSync(target) &&
      changesRecords(target, readFileSync(target, "utf8"))
    );
  });
}

type Verb = { name: string; body: ts.ConciseBody };

const isExported = (node: ts.FunctionDeclaration | ts.VariableStatement): boolean =>
  node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;

const knowsWhoAsks = ({ parameters }: ts.SignatureDeclaration): boolean =>
  parameters.some(({ type }) => type?.getText() === "Context");

/** Exported functions that are told who asks. */
function verbsOf(source: ts.SourceFile): Verb[] {
  return source.statements.flatMap((node): Verb[] => {
    if (ts.isFunctionDeclaration(node) && node.body && isExported(node) && knowsWhoAsks(node))
      return [{ name: node.name?.text ?? "", body: node.body }];
    if (!ts.isVariableStatement(node) || !isExported(node)) return [];
    return node.declarationList.declarations.flatMap(({ name, initializer }) =>
      initializer && ts.isArrowFunction(initializer) && knowsWhoAsks(initializer)
        ? [{ name: name.getText(), body: initializer.body }]
        : [],
    );
  });
}

/** The call that a statement is, or whose answer it names; null for anything else. */
function callOf(statement: ts.Statement | undefined): { name: string; needs: string } | null {
  const expression =
    statement && ts.isVariableStatement(statement)
      ? statement.declarationList.declarations[0]?.initializer
      : statement && ts.isExpressionStatement(statement)
        ? statement.expression
        : undefined;
  const call = expression && ts.isAwaitExpression(expression) ? expression.expression : expression;
  if (!call || !ts.isCallExpression(call)) return null;
  const needs = call.arguments[1];
  return { name: call.expression.getText(), needs: needs && ts.isStringLiteral(needs) ? needs.text : "" };
}

function faultOf({ name, body }: Verb, isChange: boolean): string | null {
  const statements = ts.isBlock(body) ? [...body.statements] : [];
  // Names for parts of the input come first, if any.
  const start = statements.findIndex((statement) => callOf(statement) || !ts.isVariableStatement(statement));
  const lines = statements.slice(Math.max(0, start)).map(callOf);
  const [first, second] = lines;
  const isScope = first != null && (WITH_SCOPE.has(first.name) || TO_CHANGE.has(first.name));
  if (isChange && !(isScope && (TO_CHANGE.has(first.name) || first.needs !== "read")))
    return `${name} changes something: its first line has to ask whether the caller may`;
  if (!isScope && !(first && TO_OBJECT.has(first.name)))
    return `${name}: its first line has to ask for a right`;
  const place = lines.findIndex((line) => line && TO_OBJECT.has(line.name));
  const isFirst = place <= 0 || (place === 1 && isScope && second !== null);
  return isFirst ? null : `${name}: the right to the app or database is asked for too late`;
}

/** What a file of lib/services does before it asks whether it may. */
export function faultsOf(path: string, text: string): string[] {
  const isChange = changesRecords(path, text);
  return verbsOf(parse(path, text)).flatMap((verb) => faultOf(verb, isChange) ?? []);
}
