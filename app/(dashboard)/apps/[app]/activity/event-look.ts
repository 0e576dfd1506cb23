import {
  ArrowLeftRight,
  ArrowUp,
  BellOff,
  BellRing,
  Database,
  History,
  KeyRound,
  type LucideIcon,
  Rocket,
  RotateCw,
  ShieldAlert,
  Trash2,
  TriangleAlert,
  Undo2,
  UserMinus,
  UserPlus,
} from "lucide-react";
import type { EventView } from "@/lib/contract/apps";
import { alertName, alertSentence } from "@/lib/core/alerts/words";
import { EVENT_TYPES, type EventType } from "@/lib/core/events/types";
import { upkeepWords } from "@/lib/core/events/upkeep";

type Look = { icon: LucideIcon; sentence: (data: EventView["data"]) => string };

const LOOKS: Record<EventType, Look> = {
  new_app: { icon: Rocket, sentence: () => "made the app." },
  delete_app: { icon: Trash2, sentence: () => "deleted the app." },
  restart: { icon: RotateCw, sentence: () => "restarted the app." },
  new_addon: {
    icon: Database,
    sentence: ({ resourceId, planId }) => `added the database ${resourceId}, plan ${planId}.`,
  },
  delete_addon: { icon: Trash2, sentence: ({ resourceId }) => `removed the database ${resourceId}.` },
  addon_failed: {
    icon: TriangleAlert,
    sentence: ({ resourceId, reason }) => `could not set up ${resourceId}: ${reason}`,
  },
  upgrade_addon: {
    icon: ArrowLeftRight,
    sentence: ({ resourceId, oldPlanId, planId }) =>
      `began to change ${resourceId} from plan ${oldPlanId} to ${planId}.`,
  },
  upgrade_database: {
    icon: ArrowUp,
    sentence: ({ resourceId, oldVersion, version }) =>
      `began to upgrade ${resourceId} from Redis ${oldVersion} to ${version}.`,
  },
  undo_change: {
    icon: Undo2,
    sentence: ({ resourceId, planId, version }) =>
      `began to take ${resourceId} back to plan ${planId} and Redis ${version}.`,
  },
  change_failed: {
    icon: TriangleAlert,
    sentence: ({ resourceId, reason }) => `could not change ${resourceId}: ${reason}`,
  },
  link_restored: {
    icon: RotateCw,
    sentence: ({ service }) =>
      `gave ${service} its variables again and started it anew: somebody had deployed it without them.`,
  },
  upkeep_failed: {
    icon: TriangleAlert,
    sentence: ({ work = "", name = "", reason }) =>
      `failed three times in a row to ${upkeepWords(work, name)}, and goes on trying: ${reason}`,
  },
  data_gone: {
    icon: TriangleAlert,
    sentence: ({ resourceId, volume }) =>
      `noticed that the data of ${resourceId} is gone from the engine (volume ${volume}); the database is not started without it.`,
  },
  data_back: {
    icon: Database,
    sentence: ({ resourceId }) => `found the data of ${resourceId} again and started the database.`,
  },
  new_variable: { icon: KeyRound, sentence: ({ name }) => `added the variable ${name}.` },
  edit_variable: { icon: KeyRound, sentence: ({ name }) => `changed the variable ${name}.` },
  edit_variables: { icon: KeyRound, sentence: ({ name }) => `set the variables ${name}.` },
  delete_variable: { icon: KeyRound, sentence: ({ name }) => `deleted the variable ${name}.` },
  new_collaborator: { icon: UserPlus, sentence: ({ email }) => `gave ${email} access.` },
  delete_collaborator: { icon: UserMinus, sentence: ({ email }) => `took away the access of ${email}.` },
  alert_fired: {
    icon: BellRing,
    sentence: ({ resourceId, kind, value }) => `noticed that ${alertSentence({ resourceId, kind, value })}`,
  },
  alert_recovered: {
    icon: BellOff,
    sentence: ({ resourceId, kind }) => `noticed that ${resourceId} has recovered: ${alertName(kind)}.`,
  },
  ssh_refused: {
    icon: ShieldAlert,
    sentence: ({ what, address }) => `asked for ${what} over SSH from ${address}, and was refused.`,
  },
};

/** Icon and sentence of an event, to follow the name of who did it; an unknown type (of a later version) is shown as it stands. */
export function eventLook({ type, data }: EventView): { icon: LucideIcon; sentence: string } {
  const known = EVENT_TYPES.find((name) => name === type);
  if (!known) return { icon: History, sentence: type };
  const { icon, sentence } = LOOKS[known];
  return { icon, sentence: sentence(data) };
}
