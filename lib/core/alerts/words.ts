import type { AlertKind } from "./rules";

const NAMES: Record<AlertKind, string> = {
  memory: "memory",
  connections: "connections",
  down: "no answer",
  evictions: "evicted keys",
};

const SENTENCES: Record<AlertKind, (value: number) => string> = {
  memory: (value) => `uses ${value}% of its memory`,
  connections: (value) => `uses ${value}% of its connections`,
  down: () => "does not answer",
  evictions: (value) => `evicts ${value} keys a second`,
};

/** What an alert is about, for people. */
export const alertName = (kind: AlertKind): string => NAMES[kind];

/** "my-app-3030 uses 93% of its memory." `value` as it was when the alert fired; shown without its fraction. */
export const alertSentence = (alert: { resourceId: string; kind: AlertKind; value: number }): string =>
  `${alert.resourceId} ${SENTENCES[alert.kind](Math.round(alert.value))}.`;
