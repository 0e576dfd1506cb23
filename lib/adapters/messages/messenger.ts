import { createHmac } from "node:crypto";
import { type Message, signedText, slackBody, webhookBody } from "../../core/notifiers/messages";
import type { Receiver } from "../../core/notifiers/notifier";
import { SECOND_MS } from "../../core/units";
import type { Messenger } from "../../ports/messenger";
import { newGuard, type Resolve } from "./guard";
import { post } from "./post";
import { notDelivered } from "./refusals";
import { type MailServer, sendMail } from "./smtp";

type Options = {
  /** Null: mail is not sent. */
  mail: MailServer | null;
  /** Private networks that webhooks may reach, as CIDR. */
  allowedNetworks: readonly string[];
  baseUrl: string;
  /** In place of the system's. */
  resolve?: Resolve;
};

/** Mail by SMTP, webhooks by HTTP. */
export function networkMessenger({ mail, allowedNetworks, baseUrl, resolve }: Options): Messenger {
  const guard = newGuard(allowedNetworks, resolve);
  return {
    hasMail: mail !== null,
    checkUrl: (url) => guard.check(new URL(url).hostname),
    async send(receiver, message) {
      switch (receiver.platform) {
        case "email":
          return mailTo(mail, receiver.emails, { message, link: linkOf(baseUrl, message) });
        case "slack":
          await post(guard, { url: receiver.url, headers: {}, body: JSON.stringify(slackBody(message)) });
          return null;
        case "webhook":
          await post(guard, { url: receiver.url, ...signed(receiver, message) });
          return null;
      }
    },
  };
}

const linkOf = (baseUrl: string, { appName }: Message): string =>
  appName === null ? baseUrl : `${baseUrl}/apps/${appName}/activity`;

async function mailTo(
  mail: MailServer | null,
  emails: readonly string[],
  what: { message: Message; link: string },
): Promise<string | null> {
  if (!mail) throw notDelivered("This Berth has no mail server: BERTH_SMTP_URL is not set.");
  if (emails.length === 0) throw notDelivered("Nobody is left to send it to: add an address.");
  return sendMail(mail, { emails, ...what });
}

/** The receiver makes the same of the header's moment, a dot and the body as it came: HMAC-SHA256 with its secret, as hex. */
function signed({ secret }: Extract<Receiver, { platform: "webhook" }>, message: Message) {
  const body = JSON.stringify(webhookBody(message));
  const sentAtS = Math.floor(Date.now() / SECOND_MS);
  const signature = createHmac("sha256", secret).update(signedText({ sentAtS, body })).digest("hex");
  const headers = {
    "x-berth-delivery": message.id,
    "x-berth-timestamp": String(sentAtS),
    "x-berth-signature": `sha256=${signature}`,
  };
  return { headers, body };
}
