import type { EventData, EventType } from "./events";
import type { Words } from "./setting-words";

type Told = Extract<EventType, `${string}_notifier`>;

/** Of whom the app's events are told. */
export const NOTIFIER_WORDS: { readonly [T in Told]: Words<EventData<T>> } = {
  new_notifier: {
    title: "New Notifier",
    did: ({ name }) => `added the notifier ${name}.`,
    text: ({ name }) => `the notifier '${name}' has been added`,
  },
  edit_notifier: {
    title: "Edit Notifier",
    did: ({ name }) => `changed the notifier ${name}.`,
    text: ({ name }) => `the notifier '${name}' has been changed`,
  },
  delete_notifier: {
    title: "Delete Notifier",
    did: ({ name }) => `removed the notifier ${name}.`,
    text: ({ name }) => `the notifier '${name}' has been removed`,
  },
};
