import type { z } from "zod";
import type { ApiAddon } from "@/lib/contract/api/addons";
import type { ApiDatabase } from "@/lib/contract/api/databases";
import type { ApiInstanceStatus } from "@/lib/contract/api/instances";
import { waysOut } from "@/lib/core/databases/node-volume";
import { formatBytes } from "@/lib/core/units";
import { windowWords } from "../window";
import { type Column, facts, table } from "./table";

type Addon = z.infer<typeof ApiAddon>;
type Database = z.infer<typeof ApiDatabase>;
type Instance = z.infer<typeof ApiInstanceStatus>;

const COLUMNS: readonly Column[] = [
  { header: "ADDON", width: 14 },
  { header: "ID", width: 16 },
  { header: "PLAN", align: "right" },
];

/** "Redis" of the vendor's longer name. */
const addonName = ({ addon_provider: { name } }: Pick<Addon, "addon_provider">): string =>
  name.replace(/\W.*$/u, "");

/**
 * The app's addons. Off the screen it is the table that scripts were written against, whose first column is not padded; on the
 * screen an addon that does not run says so.
 */
export function addonTable(addons: readonly Addon[], { isScreen }: { isScreen: boolean }): string[] {
  const rows = addons.map((addon) => [addonName(addon), addon.resource_id, addon.plan.name]);
  const lines = table(COLUMNS, rows);
  if (!isScreen)
    return lines.map((line, index) => (index === 0 ? line : line.replace(/^(\| \S+) +\|/, "$1 |")));
  return lines.map((line, index) => {
    const addon = addons[index - 1];
    if (addon?.data_gone_at) return `${line} data gone`;
    return !addon || addon.status === "running" ? line : `${line} ${addon.status}`;
  });
}

/** What there is to know of one addon. */
export const addonFacts = (addon: Addon, database: Database, instances: readonly Instance[] = []): string[] =>
  facts([
    ["Addon Provider", addonName(addon)],
    ["ID", addon.resource_id],
    ...(database.name === null ? [] : [["Name", database.name] as [string, string]]),
    ...(database.note === null ? [] : [["Note", database.note] as [string, string]]),
    ["Plan", addon.plan.name],
    ["Status", addon.status],
    ["Database Type", database.type_name],
    ["Version", versionOf(database)],
    ["Host", database.hostname],
    ...instances.flatMap(nodeFact),
    ...database.features.map(({ name, status }): [string, string] => [
      `Feature ${name}`,
      status.toLowerCase(),
    ]),
    ["Maintenance window", windowWords(database.maintenance_window)],
    ...(addon.error === null ? [] : [["Error", addon.error] as [string, string]]),
    ...(database.data_gone ? lossFacts(database.data_gone) : []),
  ]);

/** "master on host-1" of a node of a highly available database. */
function nodeFact({ high_availability: node }: Instance): [string, string][] {
  if (!node) return [];
  const behind = node.lag_bytes === null ? "" : `, ${formatBytes(node.lag_bytes)} behind`;
  return [[`Node ${node.node}`, `${node.state} on ${node.host ?? "no host"}${behind}`]];
}

const lossFacts = ({ since, volume, host }: NonNullable<Database["data_gone"]>): [string, string][] => [
  ["Data", `gone from the engine, noticed ${since}; the database is not started without it`],
  ...waysOut({ volumeName: volume, hostName: host }).map((way): [string, string] => ["What to do", way]),
];

function versionOf({ readable_version, next_version_id, newer_build }: Database): string {
  const available = [newer_build && `security update ${newer_build}`, next_version_id].filter(Boolean);
  if (available.length === 0) return readable_version;
  return `${readable_version} (${available.join(" and ")} ${available.length === 1 ? "is" : "are"} available)`;
}

/** What a change of an addon did: the sentence, then what there is to tell of it. */
export const changeLines = (change: { variables: readonly string[]; message: string }): string[] => [
  ...(change.variables.length > 0 ? [`Modified variables: [${change.variables.join(" ")}]`] : []),
  ...(change.message === "" ? [] : [`Message from addon provider: ${change.message}`]),
];
