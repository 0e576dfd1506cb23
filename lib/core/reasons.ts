/**
 * Reasons that our own code decides by, rather than people and programs outside alone: only these can be asked for with `hasReason`, and
 * a test sees to it that somebody throws each.
 */
export const DECIDING_REASONS = [
  "address_refused",
  "aof_not_written",
  "app_not_started",
  "archive_of_other_key",
  "archive_spoilt",
  "data_too_large",
  "engine_conflict",
  "engine_not_found",
  "engine_still_in_use",
  "engine_unreachable",
  "host_unreachable",
  "keys_differ",
  "last_backup_failed",
  "link_refused",
  "link_unreachable",
  "name_taken",
  "not_serving",
  "operation_running",
  "out_of_sequence",
  "predecessor_unreachable",
  "records_spoilt",
  "records_unreachable",
  "public_gate_closed",
  "redis_busy",
  "redis_full",
  "redis_loading",
  "redis_unreachable",
  "replication_too_slow",
  "rolling_back",
  "storage_away",
  "storage_full",
  "storage_refused",
  "taken",
  "unconfirmed",
  "tls_cut",
  "workflow_lost",
] as const;
/** One of DECIDING_REASONS. */
export type DecidingReason = (typeof DECIDING_REASONS)[number];
