import { alertName, alertSentence } from "../alerts/words";
import { engineName } from "../engines/names";
import { type AppRole, ROLE_WORDS } from "../people/roles";
import { BACKUP_WORDS } from "./backup-words";
import { CONSOLE_WORDS } from "./console-words";
import type { EventData, EventDetail, EventType } from "./events";
import { HOST_WORDS } from "./host-words";
import { NOTIFIER_WORDS } from "./notifier-words";
import { RELEASE_WORDS } from "./release-words";
import { SETTING_WORDS, type Words } from "./setting-words";
import { upkeepWords } from "./upkeep";

const USER_CHANGES: Record<EventData<"edit_database_user">["what"], string> = {
  password: "gave a new password to",
  rights: "changed the rights of",
  on: "switched on",
  off: "switched off",
};

/** "a viewer", "an operator" */
const roleName = (role: AppRole): string =>
  `${role === "view" ? "a" : "an"} ${ROLE_WORDS[role].name.toLowerCase()}`;

/** "Redis 7.0.15 to 8.0.2", or with both names "Redis 7.0.15 to Valkey 8.1.1". */
function versionsOf({ oldVersion, version, oldEngine, engine }: EventData<"upgrade_database">): string {
  const next = oldEngine === engine ? version : `${engineName(engine)} ${version}`;
  return `${engineName(oldEngine)} ${oldVersion} to ${next}`;
}

const NAMES_SHOWN_MAX = 10;

/** "A, B", or of many "A, B and 12 more". */
function nameList({ names, count }: EventData<"edit_variables">): string {
  const shown = names.slice(0, NAMES_SHOWN_MAX);
  const more = count - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

const WORDS: { readonly [T in EventType]: Words<EventData<T>> } = {
  new_app: {
    title: "New App",
    did: () => "made the app.",
    text: () => "The application has been created",
  },
  delete_app: {
    title: "Delete App",
    did: () => "deleted the app.",
    text: () => "The application has been deleted",
  },
  restart: {
    title: "Restart",
    did: () => "restarted the app.",
    text: () => "containers began to restart",
  },
  deploy_app: {
    title: "Deploy App",
    did: ({ image }) => `began to deploy ${image}.`,
    text: ({ image }) => `'${image}' began to be deployed`,
    about: ({ image }) => image,
  },
  new_addon: {
    title: "New Addon",
    did: ({ resourceId, planId }) => `added the database ${resourceId}, plan ${planId}.`,
    text: ({ resourceId, planId }) => `'${resourceId}' (redis) has been added (plan '${planId}')`,
    about: ({ planId }) => `plan ${planId}`,
  },
  delete_addon: {
    title: "Delete Addon",
    did: ({ resourceId }) => `removed the database ${resourceId}.`,
    text: ({ resourceId, planId }) => `'${resourceId}' (redis) plan '${planId}' has been deleted`,
  },
  addon_failed: {
    title: "Addon Failed",
    did: ({ resourceId, reason }) => `could not set up ${resourceId}: ${reason}`,
    text: ({ resourceId, reason }) => `'${resourceId}' could not be set up: ${reason}`,
  },
  upgrade_addon: {
    title: "Upgrade Addon",
    did: ({ resourceId, oldPlanId, planId }) =>
      `began to change ${resourceId} from plan ${oldPlanId} to ${planId}.`,
    text: ({ resourceId, oldPlanId, planId }) =>
      `'${resourceId}' (redis) plan has been changed from '${oldPlanId}' to '${planId}'`,
    about: ({ oldPlanId, planId }) => `plan ${oldPlanId} to ${planId}`,
  },
  upgrade_database: {
    title: "Upgrade Database",
    did: (data) => `began to upgrade ${data.resourceId} from ${versionsOf(data)}.`,
    text: ({ resourceId, oldVersion, version, engine }) =>
      `'${resourceId}' upgraded from v${oldVersion} to ${engine ? `${engineName(engine)} ` : ""}v${version}`,
    about: (data) => versionsOf(data),
  },
  undo_change: {
    title: "Undo Change",
    did: ({ resourceId, planId, version, engine }) =>
      `began to take ${resourceId} back to plan ${planId} and ${engineName(engine)} ${version}.`,
    text: ({ resourceId, planId, version }) =>
      `'${resourceId}' began to go back to plan '${planId}' and v${version}`,
    about: ({ planId, version, engine }) => `back to plan ${planId} and ${engineName(engine)} ${version}`,
  },
  change_failed: {
    title: "Change Failed",
    did: ({ resourceId, reason }) => `could not change ${resourceId}: ${reason}`,
    text: ({ resourceId, reason }) => `'${resourceId}' could not be changed: ${reason}`,
    about: ({ planId, version, engine }) => `plan ${planId}, ${engineName(engine)} ${version}`,
  },
  ...HOST_WORDS,
  ...RELEASE_WORDS,
  ...SETTING_WORDS,
  ...BACKUP_WORDS,
  data_gone: {
    title: "Data Gone",
    did: ({ resourceId, volume }) =>
      `noticed that the data of ${resourceId} is gone from the engine (volume ${volume}); the database is not started without it.`,
    text: ({ resourceId, volume }) =>
      `data of '${resourceId}' is gone from the engine (volume ${volume}): not started`,
  },
  data_back: {
    title: "Data Back",
    did: ({ resourceId }) => `found the data of ${resourceId} again and started the database.`,
    text: ({ resourceId }) => `data of '${resourceId}' is there again: started`,
  },
  failover: {
    title: "Failover",
    did: ({ resourceId, oldNode, node }) =>
      `noticed that ${node} has taken over as the master of ${resourceId}, in the place of ${oldNode}.`,
    text: ({ resourceId, oldNode, node }) =>
      `'${resourceId}' failed over: ${node} serves in the place of ${oldNode}`,
  },
  node_replaced: {
    title: "Lost node made anew",
    did: ({ resourceId, oldNode, node, oldHost, host }) =>
      `made ${node} of ${resourceId} on ${host}, in the place of ${oldNode}, which was lost with ${oldHost}.`,
    text: ({ resourceId, oldNode, node, host }) =>
      `'${resourceId}' is whole again: ${node} on ${host} is in the place of ${oldNode}`,
  },
  node_replace_failed: {
    title: "Lost node not made anew",
    did: ({ resourceId, oldNode, reason }) =>
      `could not make a node of ${resourceId} in the place of ${oldNode}. ${reason}`,
    text: ({ resourceId, oldNode, reason }) =>
      `'${resourceId}' lacks a node: none could be made in the place of ${oldNode}: ${reason}`,
  },
  ...CONSOLE_WORDS,
  new_database_user: {
    title: "New Database User",
    did: ({ resourceId, name, role }) => `added the user ${name} (${role}) to ${resourceId}.`,
    text: ({ resourceId, name, role }) => `user '${name}' (${role}) added to '${resourceId}'`,
    about: ({ name }) => name,
  },
  move_database: {
    title: "Move Database",
    did: ({ resourceId, oldHost, host, node }) =>
      `began to move ${node ? `${node} of ${resourceId}` : resourceId} from host ${oldHost} to ${host}.`,
    text: ({ resourceId, oldHost, host, node }) =>
      `'${resourceId}' moved${node ? ` its node ${node}` : ""} from host ${oldHost} to ${host}`,
    about: ({ oldHost, host }) => `${oldHost} to ${host}`,
  },
  describe_database: {
    title: "Edit Database",
    did: ({ resourceId, name }) =>
      name === null
        ? `changed what is noted of ${resourceId}.`
        : `noted that ${resourceId} is called “${name}”.`,
    text: ({ resourceId, name }) => `'${resourceId}' is called '${name ?? resourceId}'`,
  },
  edit_protection: {
    title: "Delete Protection",
    did: ({ of, isProtected }) =>
      isProtected ? `protected ${of} against deletion.` : `took the protection against deletion from ${of}.`,
    text: ({ of, isProtected }) => `delete protection of '${of}' is ${isProtected ? "on" : "off"}`,
  },
  edit_database_user: {
    title: "Edit Database User",
    did: ({ resourceId, name, what }) => `${USER_CHANGES[what]} the user ${name} of ${resourceId}.`,
    text: ({ resourceId, name, what }) => `${USER_CHANGES[what]} user '${name}' of '${resourceId}'`,
    about: ({ name }) => name,
  },
  delete_database_user: {
    title: "Delete Database User",
    did: ({ resourceId, name }) => `deleted the user ${name} of ${resourceId}.`,
    text: ({ resourceId, name }) => `user '${name}' of '${resourceId}' has been deleted`,
    about: ({ name }) => name,
  },
  rotate_password: {
    title: "Rotate Password",
    did: ({ resourceId }) => `began to give ${resourceId} a new password.`,
    text: ({ resourceId }) => `'${resourceId}' began to get a new password`,
  },
  end_former_password: {
    title: "End Former Password",
    did: ({ resourceId }) => `asked to end the former password of ${resourceId} at once.`,
    text: ({ resourceId }) => `the former password of '${resourceId}' is to end at once`,
  },
  former_password_ended: {
    title: "Former Password Ended",
    did: ({ resourceId }) => `ended the former password of ${resourceId}.`,
    text: ({ resourceId }) => `the former password of '${resourceId}' lets nobody in any more`,
  },
  new_variable: {
    title: "New Variable",
    did: ({ name }) => `added the variable ${name}.`,
    text: ({ name }) => `'${name}' added to the environment`,
  },
  edit_variable: {
    title: "Edit Variable",
    did: ({ name }) => `changed the variable ${name}.`,
    text: ({ name }) => `'${name}' changed in the environment`,
  },
  edit_variables: {
    title: "Edit Variables",
    did: (data) => `set the variables ${nameList(data)}.`,
    text: (data) => `environment changes: ${nameList(data)} set`,
  },
  delete_variable: {
    title: "Delete Variable",
    did: ({ name }) => `deleted the variable ${name}.`,
    text: ({ name }) => `'${name}' removed from the environment`,
  },
  new_collaborator: {
    title: "New Collaborator",
    did: ({ email, role }) => `gave ${email} access${role ? ` as ${roleName(role)}` : ""}.`,
    text: ({ email, role }) => `${email} has been given access${role ? ` as ${roleName(role)}` : ""}`,
  },
  edit_collaborator: {
    title: "Edit Collaborator",
    did: ({ email, role, oldRole }) => `made ${email}, who was ${roleName(oldRole)}, ${roleName(role)}.`,
    text: ({ email, role }) => `${email} has been made ${roleName(role)}`,
  },
  delete_collaborator: {
    title: "Delete Collaborator",
    did: ({ email }) => `took away the access of ${email}.`,
    text: ({ email }) => `${email} has no access any more`,
  },
  ...NOTIFIER_WORDS,
  alert_fired: {
    title: "Alert Fired",
    did: (data) => `noticed that ${alertSentence(data)}`,
    text: (data) => alertSentence(data),
    about: ({ kind }) => alertName(kind),
  },
  alert_recovered: {
    title: "Alert Recovered",
    did: ({ resourceId, kind }) => `noticed that ${resourceId} has recovered: ${alertName(kind)}.`,
    text: ({ resourceId, kind }) => `'${resourceId}' has recovered: ${alertName(kind)}`,
    about: ({ kind }) => alertName(kind),
  },
  ssh_refused: {
    title: "SSH Refused",
    did: ({ what, address }) => `asked for ${what} over SSH from ${address}, and was refused.`,
    text: ({ what, address }) => `asked for ${what} from ${address}`,
    about: ({ what }) => what,
  },
  link_restored: {
    title: "Link Restored",
    did: ({ service }) =>
      `gave ${service} its variables again and started it anew: somebody had deployed it without them.`,
    text: ({ service }) => `'${service}' has its variables again: somebody had deployed it without them`,
  },
  upkeep_failed: {
    title: "Upkeep Failed",
    did: ({ work, name, reason }) =>
      `failed three times in a row to ${upkeepWords(work, name)}, and goes on trying: ${reason}`,
    text: ({ work, name, reason }) =>
      `three times in a row Berth could not ${upkeepWords(work, name)}: ${reason}`,
  },
  unknown: {
    title: "Later Event",
    did: ({ type }) => `did what a later version of Berth calls ${type}.`,
    text: ({ type }) => `what a later version of Berth calls ${type}`,
    about: ({ type }) => type,
  },
};

/** The words of a type take its own data, which the compiler cannot follow through the table. */
const wordsOf = ({ type }: EventDetail): Words<EventDetail["data"]> =>
  WORDS[type] as Words<EventDetail["data"]>;

/** What kind of thing happened: "New Addon". */
export const eventTitle = ({ type }: EventDetail): string => eventTypeTitle(type);

/** The same of a type. */
export const eventTypeTitle = (type: EventType): string => WORDS[type].title;

/** To follow the name of who did it: "added the variable A." */
export const eventSentence = (event: EventDetail): string => wordsOf(event).did(event.data);

/** Without a name: "'A' added to the environment". */
export const eventText = (event: EventDetail): string => wordsOf(event).text(event.data);

/** In a few words, for a mark on a chart: "Alert fired: memory". */
export function eventLabel(event: EventDetail): string {
  const { title, about } = wordsOf(event);
  const [first = "", ...rest] = title.split(" ");
  const words = [first, ...rest.map((word) => word.toLowerCase())].join(" ");
  return about ? `${words}: ${about(event.data)}` : words;
}
