import type { EventDetail } from "../events/events";
import { eventText, eventTitle } from "../events/words";
import { type EventKind, eventKind } from "./event-kinds";

/** What a message is about: `appName` is null for Berth as a whole. */
type Subject = { id: string; at: string; appName: string | null };

/**
 * What is told: `id` is that of the delivery, the same at each try, so that a receiver can tell a repeated one; `at` in ISO 8601. It has
 * nothing that the timeline does not show to everyone with access to the app.
 */
export type Message = Subject & {
  kind: EventKind | "test" | null;
  title: string;
  text: string;
  data: EventDetail["data"];
};

/** An event as a message. */
export const eventMessage = (subject: Subject, event: EventDetail): Message => ({
  ...subject,
  kind: eventKind(event.type),
  title: eventTitle(event),
  text: eventText(event),
  data: event.data,
});

/** What is sent to try a notifier out. */
export const testMessage = (
  subject: Subject,
  { notifier, by }: { notifier: string; by: string },
): Message => ({
  ...subject,
  kind: "test",
  title: "Test",
  text: `${by} tries the notifier ${notifier} out: messages of Berth arrive here`,
  data: {},
});

/** What a webhook is sent, as JSON. */
export const webhookBody = ({ appName, ...message }: Message) => ({ ...message, app: appName });

/** What a webhook's signature is made of: the moment is signed too, so that an old message cannot be sent again as a new one. */
export const signedText = ({ sentAtS, body }: { sentAtS: number; body: string }): string =>
  `${sentAtS}.${body}`;

// https://docs.slack.dev/messaging/formatting-message-text#escaping
const slackText = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const line = ({ appName, title, text }: Message): string => `[${appName ?? "Berth"}] ${title}: ${text}`;

/** Body for Slack and what understands the same. Names that people chose call nobody (`<!channel>`). */
export const slackBody = (message: Message): { text: string } => ({ text: slackText(line(message)) });

const SUBJECT_MAX = 150;

/** A message as a mail of plain text; `link` leads to where more of it stands. The subject is one line. */
export function mailOf(message: Message, link: string): { subject: string; text: string } {
  const [subject = ""] = line(message).split(/[\r\n]/);
  const { appName, title, text, at } = message;
  return {
    subject: subject.length > SUBJECT_MAX ? `${subject.slice(0, SUBJECT_MAX - 1)}…` : subject,
    text: [
      `${title}: ${text}`,
      "",
      ...(appName === null ? [] : [`App: ${appName}`]),
      `At: ${at}`,
      link,
      "",
    ].join("\n"),
  };
}
