import { EventDetail, type EventType } from "../events/events";
import { eventTypeTitle } from "../events/words";

/** Where notifiers have another name for an event than the timeline, as on the reference platform; null is offered to none. */
const OTHER_NAMES = {
  restart: "app_restarted",
  new_addon: "addon_provisioned",
  upgrade_addon: "addon_plan_changed",
  delete_addon: "addon_deleted",
  upgrade_database: "addon_db_upgraded",
  plan_database_maintenance: "database_maintenance_planned",
  start_database_maintenance: "database_maintenance_started",
  complete_database_maintenance: "database_maintenance_completed",
  new_variable: "variable_added",
  edit_variable: "variable_edited",
  edit_variables: "variable_bulk_edited",
  delete_variable: "variable_removed",
  "database/add_feature": null,
  "database/remove_feature": null,
  // Commands and keys are people's data: they stay in the timeline, where rights are asked for.
  console_command: null,
  key_changed: null,
  keys_deleted: null,
  unknown: null,
} as const satisfies Partial<Record<EventType, string | null>>;
type Named = keyof typeof OTHER_NAMES;

/** What a notifier may choose. Stored with its choice: a name is never given to another thing. */
export type EventKind = Exclude<EventType, Named> | NonNullable<(typeof OTHER_NAMES)[Named]>;

const isNamed = (type: EventType): type is Named => Object.hasOwn(OTHER_NAMES, type);

/** The kind under which notifiers know an event; null for what no notifier is ever told. */
export function eventKind(type: EventType): EventKind | null {
  return isNamed(type) ? OTHER_NAMES[type] : type;
}

/** What a notifier is told of: everything that it may be, also what later versions add, or a choice. */
export type EventChoice = { isAll: true } | { isAll: false; kinds: readonly EventKind[] };

/** True when a notifier with that choice is told of an event of that type. */
export function isChosen(choice: EventChoice, type: EventType): boolean {
  const kind = eventKind(type);
  return kind !== null && (choice.isAll || choice.kinds.includes(kind));
}

const TYPES = EventDetail.options.map(({ shape }) => shape.type.value);

/** Every kind there is, in the order of the events. */
export const EVENT_KINDS: readonly EventKind[] = TYPES.flatMap((type) => eventKind(type) ?? []);

const TITLES: ReadonlyMap<string, string> = new Map(
  TYPES.map((type) => [eventKind(type) ?? type, eventTypeTitle(type)]),
);

/** "New Addon" */
export const kindTitle = (kind: EventKind): string => TITLES.get(kind) ?? kind;
