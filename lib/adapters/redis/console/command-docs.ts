import type { CommandHelp } from "../../../core/console/command-help";
import type { Reply } from "../../../core/console/resp";
import { COMMANDS_OF_6_0 } from "../../../core/engines/redis/commands-6-0";

/** A map of the server as fields by name; a nested reply stays as it is. */
function fieldsOf(reply: Reply | undefined): Map<string, Reply> {
  const fields = new Map<string, Reply>();
  if (!reply || !("items" in reply)) return fields;
  for (const [index, value] of reply.items.entries()) {
    const name = reply.items[index - 1];
    if (index % 2 === 1 && name) fields.set(wordOf(name), value);
  }
  return fields;
}

function wordOf(reply: Reply | undefined): string {
  if (reply?.type === "text") return reply.bytes.toString();
  return reply?.type === "status" ? reply.value : "";
}

const itemsOf = (reply: Reply | undefined): Reply[] => (reply && "items" in reply ? reply.items : []);

/** Help of every command by name; that of a version without COMMAND DOCS stands in a table of ours. @source https://redis.io/docs/latest/commands/command-docs/ */
export function parseCommandDocs(reply: Reply): CommandHelp[] {
  if (reply.type === "error") return [...COMMANDS_OF_6_0];
  const commands = [...fieldsOf(reply)].flatMap(([name, docs]) => helpOf(name, docs));
  return commands.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** A container of subcommands is one line each, in its own place. */
function helpOf(name: string, reply: Reply): CommandHelp[] {
  const docs = fieldsOf(reply);
  const parts = fieldsOf(docs.get("subcommands"));
  if (parts.size > 0) return [...parts].flatMap(([part, own]) => helpOf(part, own));
  const title = name.replace("|", " ").toUpperCase();
  const args = itemsOf(docs.get("arguments")).map(argumentOf);
  return [
    {
      name: title,
      syntax: [title, ...args].join(" "),
      summary: wordOf(docs.get("summary")),
      group: wordOf(docs.get("group")) || "module",
    },
  ];
}

/** An argument as the documentation writes it: `[EX seconds | PX milliseconds]`, `key [key ...]`. */
function argumentOf(reply: Reply): string {
  const fields = fieldsOf(reply);
  const flags = new Set(itemsOf(fields.get("flags")).map(wordOf));
  const token = wordOf(fields.get("token"));
  const inner = innerOf(fields);
  const written = [token === "" ? [] : [token], inner === "" ? [] : [inner]].flat().join(" ");
  const again = flags.has("multiple_token") ? written : inner;
  const several = flags.has("multiple") ? `${written} [${again} ...]` : written;
  return flags.has("optional") ? `[${several}]` : several;
}

function innerOf(fields: Map<string, Reply>): string {
  const type = wordOf(fields.get("type"));
  const parts = itemsOf(fields.get("arguments")).map(argumentOf);
  if (type === "pure-token") return "";
  if (type === "oneof")
    return parts.length > 1 && !isOptional(fields) ? `<${parts.join(" | ")}>` : parts.join(" | ");
  if (type === "block") return parts.join(" ");
  return wordOf(fields.get("display_text")) || wordOf(fields.get("name"));
}

const isOptional = (fields: Map<string, Reply>): boolean =>
  itemsOf(fields.get("flags")).some((flag) => wordOf(flag) === "optional");
