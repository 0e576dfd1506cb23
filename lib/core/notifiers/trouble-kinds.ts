import type { EventKind } from "./event-kinds";

/** What somebody wants to hear of who chooses nothing: that something is wrong, and that it is over. */
export const TROUBLE_KINDS: readonly EventKind[] = [
  "alert_fired",
  "alert_recovered",
  "data_gone",
  "data_back",
  "failover",
  "node_replaced",
  "node_replace_failed",
  "host_gone",
  "host_left",
  "host_back",
  "drain_failed",
  "release_upgrade_failed",
  "newer_build",
  "fixes_missing",
  "upkeep_failed",
  "addon_failed",
  "change_failed",
  "feature_failed",
  "settings_failed",
  "maintenance_failed",
  "database_backup_failed",
  "backup_missed",
  "backup_small",
  "backup_drill_failed",
];
