import type { MailServer } from "../adapters/messages/smtp";
import { baseUrlOf, type Config, SmtpUrl } from "./config";
import { readSettingFile } from "./setting-file";

/** What mail goes by; null where no server is set. @throws DomainError `invalid` for a file that cannot be read or has no such address. */
export function mailServerOf(settings: Config): MailServer | null {
  const url = settings.BERTH_SMTP_URL ?? readUrl(settings.BERTH_SMTP_URL_FILE);
  if (url === null) return null;
  const from = settings.BERTH_MAIL_FROM ?? `berth@${new URL(baseUrlOf(settings)).hostname}`;
  return { url, from };
}

const readUrl = (path: string | undefined): string | null =>
  path === undefined
    ? null
    : readSettingFile(
        { name: "BERTH_SMTP_URL_FILE", path, lacks: "address with smtp:// or smtps://" },
        SmtpUrl,
      );
