import { DomainError } from "../../core/errors";
import type { Receiver } from "../../core/notifiers/notifier";
import { type PlatformName, RECIPIENTS_MAX } from "../../core/notifiers/notifier";
import { listRecipients, type NotifierRow } from "../../db/notifiers";
import type { Ports } from "../context";

type Given = {
  platform: PlatformName;
  emails: readonly string[];
  userIds: readonly string[];
  url?: string | undefined;
};

const wrong = (field: string, reason: string, message: string) =>
  new DomainError("invalid", reason, message, { fields: { [field]: [message] } });

/**
 * Sees to it that a notifier reaches somebody: mail has a server and recipients with access to the app, a webhook an address outside.
 * @throws DomainError `invalid`; `conflict` reason `no_mail_server`.
 */
export async function assertReachable(
  { messenger }: Pick<Ports, "messenger">,
  { platform, emails, userIds, url }: Given,
  appId: string | null,
): Promise<void> {
  if (platform !== "email") {
    if (url === undefined) throw wrong("url", "no_address", "Give the address to send to.");
    return messenger.checkUrl(url);
  }
  if (!messenger.hasMail)
    throw new DomainError(
      "conflict",
      "no_mail_server",
      "This Berth sends no mail yet: its operator sets BERTH_SMTP_URL.",
    );
  if (emails.length + userIds.length === 0)
    throw wrong("emails", "no_recipient", "Give an address, or choose a person.");
  if (emails.length + userIds.length > RECIPIENTS_MAX)
    throw wrong("emails", "too_many", `A notifier has ${RECIPIENTS_MAX} recipients at most.`);
  const people = await listRecipients(userIds, appId);
  if (people.length < new Set(userIds).size)
    throw wrong("userIds", "no_access", "One of these people has no access here.");
}

/** Where a notifier's messages go now: people who have lost their access get none. */
export async function receiverOf({ cipher }: Pick<Ports, "cipher">, row: NotifierRow): Promise<Receiver> {
  const { platform, urlEncrypted, secretEncrypted } = row;
  if (platform === "email") {
    const people = await listRecipients(row.userIds, row.appId);
    const all = [...row.emails, ...people.map(({ email }) => email)].map((email) => email.toLowerCase());
    return { platform, emails: [...new Set(all)] };
  }
  const url = urlEncrypted === null ? "" : cipher.decrypt(urlEncrypted);
  if (platform === "slack") return { platform, url };
  return { platform, url, secret: secretEncrypted === null ? "" : cipher.decrypt(secretEncrypted) };
}
