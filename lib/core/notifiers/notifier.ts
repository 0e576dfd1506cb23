/** Ways in which a notifier reaches somebody; named as on the reference platform. */
export const PLATFORMS = ["email", "slack", "webhook"] as const;
/** One of PLATFORMS. */
export type PlatformName = (typeof PLATFORMS)[number];

/** What people read of them. */
export const PLATFORM_WORDS: Record<PlatformName, { name: string; description: string }> = {
  email: { name: "E-mail", description: "By the mail server of this Berth." },
  slack: { name: "Slack", description: "Slack, or what takes the same: Mattermost, Rocket.Chat." },
  webhook: { name: "Webhook", description: "Signed JSON to an address of your own." },
};

/** Of an app, or of the platform. */
export const NOTIFIERS_MAX = 20;
/** Of a notifier. */
export const RECIPIENTS_MAX = 20;
/** Of a notifier's messages that have ended, so many are kept. */
export const DELIVERIES_KEPT = 50;

/** Where a message goes, with what proves who sends it. Whoever knows the address of `slack` may write there. */
export type Receiver =
  | { platform: "email"; emails: readonly string[] }
  | { platform: "slack"; url: string }
  | { platform: "webhook"; url: string; secret: string };

/** What may be shown of an address whose path may be a secret: "https://hooks.slack.com/…". */
export function shownUrl(url: string): string {
  const { origin, pathname, search } = new URL(url);
  return pathname === "/" && search === "" ? `${origin}/` : `${origin}/…`;
}
