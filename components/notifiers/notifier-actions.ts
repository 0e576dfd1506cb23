import type { FormAction } from "@/lib/contract/errors";
import type { DeliveryView, NewNotifierView, NotifierView } from "@/lib/contract/notifiers";
import type { KindGroup } from "@/lib/core/notifiers/kind-groups";

/** What can be done with notifiers; the same for those of an app and of the platform. */
export type NotifierActions = {
  add: FormAction<NewNotifierView>;
  change: FormAction<NotifierView>;
  test: FormAction<DeliveryView>;
  remove: FormAction<void>;
};

/** Whose notifiers they are, and whom else they may reach. */
export type NotifierPlace = {
  /** Empty for those of the platform. */
  app: string;
  /** Who may get mail by name. */
  people: readonly { id: string; email: string }[];
  /** False while this Berth sends no mail. */
  hasMail: boolean;
  /** What they may be told of. */
  kindGroups: readonly KindGroup[];
};

/** What stands open: a form for a new one or one that there is, or what was sent to one. */
export type Opened = { what: "add" } | { what: "edit" | "deliveries"; notifier: NotifierView };
