import type { AlertKind } from "../core/alerts/rules";

/** An alert that began to fire or recovered. */
export type AlertNotice = {
  change: "fired" | "recovered";
  kind: AlertKind;
  resourceId: string;
  appId: string;
  value: number;
  threshold: number;
  at: Date;
};

/** Tells people outside of Berth's own pages. May be told the same twice; a failure is logged and not tried again. */
export type Notifier = { notify(notice: AlertNotice): Promise<void> };
