import type { DomainError } from "../../core/errors";
import type { Message } from "../../core/notifiers/messages";
import { mailOf } from "../../core/notifiers/messages";
import { SECOND_MS } from "../../core/units";
import { notDelivered } from "./refusals";

/** `url` as nodemailer takes it, with name and password; `from` is whom mails are of. */
export type MailServer = { url: string; from: string };

const CONNECT_MS = 10 * SECOND_MS;
const SILENCE_MS = 15 * SECOND_MS;

/** Of what a mail server says, so much is told. */
const REPLY_MAX = 200;

/** Sends one mail to all; resolves with whom the server did not take, if it took others. @throws DomainError `unavailable` */
export async function sendMail(
  server: MailServer,
  { emails, message, link }: { emails: readonly string[]; message: Message; link: string },
): Promise<string | null> {
  // Loading it costs what a Berth without mail need not have.
  const { createTransport } = await import("nodemailer");
  const transport = createTransport({
    url: server.url,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { rejected } = await transport.sendMail({
      from: server.from,
      to: [...emails],
      messageId: `<${message.id}@berth>`,
      headers: { "X-Berth-Delivery": message.id, "Auto-Submitted": "auto-generated" },
      ...mailOf(message, link),
    });
    return rejected.length > 0
      ? `The mail server did not take it for ${rejected.map(String).join(", ")}.`
      : null;
  } catch (error) {
    throw inWords(error);
  } finally {
    transport.close();
  }
}

function inWords(error: unknown): DomainError {
  if (!(error instanceof Error)) return notDelivered("The mail could not be sent.", error);
  const { code, responseCode, response } = error as Error &
    Partial<Record<"code" | "responseCode" | "response", unknown>>;
  if (code === "EAUTH") return notDelivered("The mail server does not let Berth sign in.", error);
  if (typeof response === "string" && response !== "")
    return notDelivered(`The mail server answered: ${response.slice(0, REPLY_MAX)}`, error);
  return notDelivered(
    `The mail server cannot be reached (${String(responseCode ?? code ?? "no answer")}).`,
    error,
  );
}
