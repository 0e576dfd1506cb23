import { readFileSync } from "node:fs";
import type { MailServer } from "../adapters/messages/smtp";
import { DomainError } from "../core/errors";
import { baseUrlOf, type Config, SmtpUrl } from "./config";

/** What mail goes by; null where no server is set. @throws DomainError `invalid` for a file that cannot be read or has no such address. */
export function mailServerOf(settings: Config): MailServer | null {
  const url = settings.BERTH_SMTP_URL ?? readUrl(settings.BERTH_SMTP_URL_FILE);
  if (url === null) return null;
  const from = settings.BERTH_MAIL_FROM ?? `berth@${new URL(baseUrlOf(settings)).hostname}`;
  return { url, from };
}

function readUrl(path: string | undefined): string | null {
  if (path === undefined) return null;
  try {
    return SmtpUrl.parse(readFileSync(path, "utf8").trim());
  } catch (cause) {
    throw new DomainError(
      "invalid",
      "settings",
      `BERTH_SMTP_URL_FILE: the file ${path} cannot be read, or has no address with smtp:// or smtps:// in it.`,
      { cause },
    );
  }
}
