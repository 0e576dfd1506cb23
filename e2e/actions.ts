import { readFileSync } from "node:fs";
import { z } from "zod";

const Manifest = z.object({
  node: z.record(
    z.string(),
    z.object({ workers: z.record(z.string(), z.unknown()), filename: z.string(), exportedName: z.string() }),
  ),
});

/** A server action of the build: its id, and the page (`/apps/[app]/addons`) that browsers send it to. */
export type BuiltAction = { id: string; name: string; file: string; page: string };

/** Every server action that this build answers to, from the build itself. */
export function listBuiltActions(): BuiltAction[] {
  const { node } = Manifest.parse(
    JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")),
  );
  return Object.entries(node).map(([id, { workers, filename, exportedName }]) => ({
    id,
    name: exportedName,
    file: filename,
    page: pathOf(Object.keys(workers)[0] ?? ""),
  }));
}

/** `app/(dashboard)/apps/(list)/page` is `/apps`: folders in brackets are not in the address. */
export const pathOf = (file: string): string =>
  `/${file
    .replace(/^app\//, "")
    .split("/")
    .slice(0, -1)
    .filter((part) => !part.startsWith("("))
    .join("/")}`;

/** What a browser would send for a form with these fields: the previous result (none) and the form as arguments. */
export function actionBody(fields: Record<string, string>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append("0", '[null,"$K1"]');
  return body;
}

/** The result within an answer, which may also hold the page drawn anew; null when there is none. */
export function actionResult(answer: string): unknown {
  const line = /^1:(\{"ok":.*\})$/m.exec(answer)?.[1];
  return line === undefined ? null : JSON.parse(line);
}
