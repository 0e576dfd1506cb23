import type { ConsoleOutcome } from "../console/outcome";
import { CHANGE_WORDS } from "../keys/key";
import type { EventData } from "./events";

const OUTCOME_WORDS: Record<ConsoleOutcome, string> = {
  done: "ran",
  error: "ran, with an error,",
  refused: "was refused",
  unanswered: "got no answer to",
};

type Command = EventData<"console_command">;
type Changed = EventData<"key_changed">;

const commandWords = ({ database, command, outcome, ms }: Command, name: string): string =>
  `${OUTCOME_WORDS[outcome]} in the console of ${name}, database ${database}: ${command} (${ms} ms)`;

const changeWords = ({ database, key, change }: Changed, name: string): string =>
  `${CHANGE_WORDS[change]} the key ${key} of ${name}, database ${database}`;

/** Words of what people do to the data itself. */
export const CONSOLE_WORDS = {
  console_unlocked: {
    title: "Console Unlocked",
    did: ({ resourceId, minutes }: EventData<"console_unlocked">) =>
      `unlocked the console of ${resourceId} for ${minutes} minutes.`,
    text: ({ resourceId, minutes }: EventData<"console_unlocked">) =>
      `the console of '${resourceId}' is unlocked for ${minutes} minutes`,
  },
  console_command: {
    title: "Console Command",
    did: (data: Command) => commandWords(data, data.resourceId),
    text: (data: Command) => commandWords(data, `'${data.resourceId}'`),
  },
  key_changed: {
    title: "Key Changed",
    did: (data: Changed) => `${changeWords(data, data.resourceId)}.`,
    text: (data: Changed) => changeWords(data, `'${data.resourceId}'`),
  },
  keys_deleted: {
    title: "Keys Deleted",
    did: ({ resourceId, database, pattern, keys }: EventData<"keys_deleted">) =>
      `deleted ${keys} keys like ${pattern} of ${resourceId}, database ${database}.`,
    text: ({ resourceId, database, pattern, keys }: EventData<"keys_deleted">) =>
      `${keys} keys like ${pattern} of '${resourceId}', database ${database}, have been deleted`,
  },
  client_disconnected: {
    title: "Client Disconnected",
    did: ({ resourceId, address }: EventData<"client_disconnected">) =>
      `disconnected the client ${address} from ${resourceId}.`,
    text: ({ resourceId, address }: EventData<"client_disconnected">) =>
      `the client ${address} was disconnected from '${resourceId}'`,
  },
};
