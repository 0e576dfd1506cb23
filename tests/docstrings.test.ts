import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const ROOMS = ["lib/contract", "lib/core", "lib/ports", "lib/services"];
const isTest = (path: string): boolean => /\.(test|contract)\.ts$/.test(path);

const nameOf = (statement: ts.Statement): string => {
  const named = ts.isVariableStatement(statement) ? statement.declarationList.declarations[0] : statement;
  return named && "name" in named ? ((named as ts.NamedDeclaration).name?.getText() ?? "") : "";
};

/** The exports of a file that nothing is said about. */
function bareExports(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const exported = file.statements.filter(
    (statement) =>
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
  );
  const explained = new Set(
    file.statements.filter((statement) => ts.getJSDocCommentsAndTags(statement).length > 0).map(nameOf),
  );
  // A schema and the type that is inferred from it are one thing with one name.
  return exported
    .map(nameOf)
    .filter((name) => !explained.has(name))
    .map((name) => `${path}: ${name}`);
}

test("an export without a docstring is found; a type inferred from a schema needs none of its own", () => {
  const text =
    "/** A. */\nexport const A = 1;\nexport type A = number;\nexport function b() {}\nconst c = 1;";
  expect(bareExports("x.ts", text)).toEqual(["x.ts: b"]);
});

test("every export of contract, core, ports and services has a docstring", () => {
  const bare = ROOMS.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !isTest(path))
      .map((path) => join(room, path))
      .flatMap((path) => bareExports(path, readFileSync(path, "utf8"))),
  );
  expect([...new Set(bare)]).toEqual([]);
});
