import type { AlertKind } from "./rules";

const NAMES: Record<AlertKind, string> = {
  memory: "memory",
  connections: "connections",
  down: "no answer",
  evictions: "evicted keys",
};

const SENTENCES: Record<AlertKind, (value: string) => string> = {
  memory: (value) => `uses ${value}% of its memory`,
  connections: (value) => `uses ${value}% of its connections`,
  down: () => "does not answer",
  evictions: (value) => `evicts ${value} keys a second`,
};

const isKind = (kind: string | undefined): kind is AlertKind => kind !== undefined && kind in NAMES;

/** What an alert is about, for people; an unknown kind (of a later version) is shown as it stands. */
export const alertName = (kind: string | undefined): string => (isKind(kind) ? NAMES[kind] : (kind ?? ""));

/** "my-app-3030 uses 93% of its memory." `value` as it was when the alert fired. */
export const alertSentence = (alert: {
  resourceId: string | undefined;
  kind: string | undefined;
  value: string | undefined;
}): string =>
  isKind(alert.kind)
    ? `${alert.resourceId} ${SENTENCES[alert.kind](alert.value ?? "")}.`
    : `${alert.resourceId}: ${alertName(alert.kind)}.`;
