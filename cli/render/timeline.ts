import { z } from "zod";
import type { ApiEvent } from "@/lib/contract/api/events";
import { upkeepWords } from "@/lib/core/events/upkeep";
import type { Colour } from "../colour";

type Event = z.infer<typeof ApiEvent>;
type Words = { title: string; sentence: string };

const Data = z.record(z.string(), z.unknown());
const Named = z.array(z.object({ name: z.string() })).catch([]);

/** A value of an event, as text; empty when it is not there. */
const text = (data: z.infer<typeof Data>, name: string): string => {
  const value = data[name];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

type Say = (get: (name: string) => string, data: z.infer<typeof Data>) => string;

const WORDS: Record<string, readonly [title: string, say: Say]> = {
  new_app: ["New App", () => "The application has been created"],
  delete_app: ["Delete App", () => "The application has been deleted"],
  restart: ["Restart", () => "containers began to restart"],
  new_addon: [
    "New Addon",
    (get) =>
      `'${get("resource_id")}' (${get("addon_provider_name")}) has been added (plan '${get("plan_name")}')`,
  ],
  upgrade_addon: [
    "Upgrade Addon",
    (get) =>
      `'${get("resource_id")}' (${get("addon_provider_name")}) plan has been changed from '${get("old_plan_name")}' to '${get("new_plan_name")}'`,
  ],
  delete_addon: [
    "Delete Addon",
    (get) =>
      `'${get("resource_id")}' (${get("addon_provider_name")}) plan '${get("plan_name")}' has been deleted`,
  ],
  addon_failed: ["Addon Failed", (get) => `'${get("resource_id")}' could not be set up: ${get("reason")}`],
  upgrade_database: [
    "Upgrade Database",
    (get) => `'${get("addon_name")}' upgraded from v${get("old_version")} to v${get("new_version")}`,
  ],
  undo_change: [
    "Undo Change",
    (get) => `'${get("resourceId")}' began to go back to plan '${get("planId")}' and v${get("version")}`,
  ],
  change_failed: ["Change Failed", (get) => `'${get("resourceId")}' could not be changed: ${get("reason")}`],
  data_gone: [
    "Data Gone",
    (get) => `data of '${get("resourceId")}' is gone from the engine (volume ${get("volume")}): not started`,
  ],
  upkeep_failed: [
    "Upkeep Failed",
    (get) =>
      `three times in a row Berth could not ${upkeepWords(get("work"), get("name"))}: ${get("reason")}`,
  ],
  data_back: ["Data Back", (get) => `data of '${get("resourceId")}' is there again: started`],
  new_variable: ["New Variable", (get) => `'${get("name")}' added to the environment`],
  edit_variable: ["Edit Variable", (get) => `'${get("name")}' changed in the environment`],
  edit_variables: ["Edit Variables", (_get, data) => `environment changes: ${changes(data)}`],
  delete_variable: ["Delete Variable", (get) => `'${get("name")}' removed from the environment`],
  new_collaborator: ["New Collaborator", (_get, data) => `${emailOf(data)} has been given access`],
  delete_collaborator: ["Delete Collaborator", (_get, data) => `${emailOf(data)} has no access any more`],
  link_restored: [
    "Link Restored",
    (get) => `'${get("service")}' has its variables again: somebody had deployed it without them`,
  ],
  ssh_refused: ["SSH Refused", (get) => `asked for ${get("what")} from ${get("address")}`],
};

const Collaborator = z.object({ collaborator: z.object({ email: z.string() }) });
const emailOf = (data: z.infer<typeof Data>): string =>
  Collaborator.safeParse(data).data?.collaborator.email ?? "somebody";

const changes = (data: z.infer<typeof Data>): string =>
  (
    [
      ["new_vars", "added"],
      ["updated_vars", "set"],
      ["deleted_vars", "removed"],
    ] as const
  )
    .map(([key, verb]) => [Named.parse(data[key]).map(({ name }) => name), verb] as const)
    .filter(([names]) => names.length > 0)
    .map(([names, verb]) => `${names.join(", ")} ${verb}`)
    .join("; ");

/** An event of a later version is told by its type alone. */
function wordsOf({ type, type_data }: Event): Words {
  const known = WORDS[type];
  if (!known) return { title: type, sentence: "" };
  const [title, say] = known;
  const data = Data.parse(type_data);
  return { title, sentence: say((name) => text(data, name), data) };
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number: number): string => String(number).padStart(2, "0");

/** "Mon Jan 05 2026 10:11:12", in the reader's own zone. */
function formatTime(iso: string): string {
  const at = new Date(iso);
  const day = `${DAYS[at.getDay()]} ${MONTHS[at.getMonth()]} ${two(at.getDate())} ${at.getFullYear()}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
}

const TITLE_WIDTH = 25;

/** A line of the timeline. */
export function eventLine(event: Event, colour: Colour): string {
  const { title, sentence } = wordsOf(event);
  const { username, email } = event.user;
  const who = email === "" ? username : `${username} (${email})`;
  const words = sentence === "" ? "" : ` - ${sentence}`;
  return `* ${colour.yellow(formatTime(event.created_at))} - ${title.padEnd(TITLE_WIDTH)}${words} ${colour.dim(`<${who}>`)}`;
}
