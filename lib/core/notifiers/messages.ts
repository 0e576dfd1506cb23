import type { EventDetail } from "../events/events";
import { eventText, eventTitle } from "../events/words";
import { type EventKind, eventKind } from "./event-kinds";

/** What is told: `id` is that of the delivery, the same at each try, so that a receiver can tell a repeated one; `at` in ISO 8601. */
export type Message = { id: string; at: string; appName: string; event: EventDetail };

/** What a webhook is sent, as JSON. */
type WebhookBody = {
  id: string;
  at: string;
  app: string;
  kind: EventKind | null;
  title: string;
  text: string;
  data: EventDetail["data"];
};

/** Body of a webhook. It has nothing that the timeline does not show to everyone with access to the app. */
export const webhookBody = ({ id, at, appName, event }: Message): WebhookBody => ({
  id,
  at,
  app: appName,
  kind: eventKind(event.type),
  title: eventTitle(event),
  text: eventText(event),
  data: event.data,
});

/** What a webhook's signature is made of: the moment is signed too, so that an old message cannot be sent again as a new one. */
export const signedText = ({ sentAtS, body }: { sentAtS: number; body: string }): string =>
  `${sentAtS}.${body}`;

// https://docs.slack.dev/messaging/formatting-message-text#escaping
const slackText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Body for Slack and what understands the same. Names that people chose call nobody (`<!channel>`). */
export const slackBody = ({ appName, event }: Message): { text: string } => ({
  text: slackText(`[${appName}] ${eventTitle(event)}: ${eventText(event)}`),
});
