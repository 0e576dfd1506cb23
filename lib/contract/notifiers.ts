import { z } from "zod";
import { EVENT_KINDS } from "../core/notifiers/event-kinds";
import { PLATFORMS, RECIPIENTS_MAX } from "../core/notifiers/notifier";

/** Whose notifiers: of an app, or of the platform when there is none. */
export const NotifiersInput = z.object({
  app: z.preprocess((name) => (name === "" ? null : name), z.string().min(1).max(100).nullish()),
});
export type NotifiersInput = z.infer<typeof NotifiersInput>;

/** Names a notifier. */
export const NotifierInput = NotifiersInput.extend({ notifierId: z.uuid() });
export type NotifierInput = z.infer<typeof NotifierInput>;

/** Forms send a list as one text, and a switch as text. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (given) => (typeof given === "string" ? given.split(/[\s,;]+/).filter((part) => part !== "") : given),
    z.array(item),
  );
const flag = z.union([z.boolean(), z.stringbool()]);

const Name = z
  .string()
  .trim()
  .min(1, { error: "Give the notifier a name." })
  .max(60, { error: "A name has 60 characters at most." });

const Url = z
  .url({ protocol: /^https?$/, error: "An address begins with https:// or http://." })
  .max(1_000, { error: "An address has 1,000 characters at most." })
  .refine((text) => URL.canParse(text) && new URL(text).username === "" && new URL(text).password === "", {
    error: "An address has no name and password in it.",
  });

const Kinds = list(z.enum(EVENT_KINDS, { error: "There is no such kind of event." })).refine(
  (kinds) => kinds.length <= EVENT_KINDS.length,
  { error: "These are more kinds than there are." },
);

const RECIPIENTS = `A notifier has ${RECIPIENTS_MAX} recipients at most.`;
const fields = {
  name: Name,
  /** A paused one is told of nothing. */
  isActive: flag,
  /** Told of everything; else of `kinds` alone. */
  isAll: flag,
  kinds: Kinds,
  /** Of mail. */
  emails: list(z.email({ error: "An address looks like ada@example.org." })).refine(
    (emails) => emails.length <= RECIPIENTS_MAX,
    { error: RECIPIENTS },
  ),
  /** Of mail: people of the app. */
  userIds: list(z.string().max(100)).refine((ids) => ids.length <= RECIPIENTS_MAX, { error: RECIPIENTS }),
  /** Of Slack and webhooks; a form sends an empty one of mail. */
  url: z.preprocess((text) => (text === "" ? undefined : text), Url.optional()),
};

/** A new notifier. */
export const AddNotifierInput = NotifiersInput.extend({
  platform: z.enum(PLATFORMS, { error: `A notifier goes by ${PLATFORMS.join(", ")}.` }),
  ...fields,
  isActive: fields.isActive.default(true),
  isAll: fields.isAll.default(false),
  kinds: fields.kinds.default([]),
  emails: fields.emails.default([]),
  userIds: fields.userIds.default([]),
});
export type AddNotifierInput = z.infer<typeof AddNotifierInput>;

/** What is not given stays as it is. */
export const ChangeNotifierInput = NotifierInput.extend({
  name: fields.name.optional(),
  isActive: fields.isActive.optional(),
  isAll: fields.isAll.optional(),
  kinds: fields.kinds.optional(),
  emails: fields.emails.optional(),
  userIds: fields.userIds.optional(),
  url: fields.url,
});
export type ChangeNotifierInput = z.infer<typeof ChangeNotifierInput>;

/** A message for a notifier. `title` is "Test" of one that tried it out. */
export const DeliveryView = z.object({
  id: z.uuid(),
  title: z.string(),
  text: z.string(),
  appName: z.string().nullable(),
  /** `waiting` was not tried yet; `failed` is tried again at `nextTryAt`; `given_up` is not. */
  state: z.enum(["waiting", "failed", "delivered", "given_up"]),
  tries: z.number(),
  /** What the receiver last said. */
  reason: z.string().nullable(),
  createdAt: z.iso.datetime(),
  triedAt: z.iso.datetime().nullable(),
  nextTryAt: z.iso.datetime().nullable(),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

/** A notifier as its page shows it: of an address only where it leads, never a secret. */
export const NotifierView = z.object({
  id: z.uuid(),
  appId: z.uuid().nullable(),
  name: z.string(),
  platform: z.enum(PLATFORMS),
  isActive: z.boolean(),
  isAll: z.boolean(),
  kinds: z.array(z.enum(EVENT_KINDS)),
  emails: z.array(z.string()),
  /** Those of the people who get mail now. */
  people: z.array(z.object({ id: z.string(), email: z.string() })),
  url: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  last: DeliveryView.nullable(),
});
export type NotifierView = z.infer<typeof NotifierView>;

/** A notifier that was just made, with what a webhook's messages are signed with: this once. */
export const NewNotifierView = z.object({ notifier: NotifierView, secret: z.string().nullable() });
export type NewNotifierView = z.infer<typeof NewNotifierView>;
