/** What a line of the timeline tells; names are those of the reference platform where it has one. */
export const EVENT_TYPES = [
  "new_app",
  "delete_app",
  "restart",
  "new_addon",
  "delete_addon",
  "addon_failed",
  "upgrade_addon",
  "upgrade_database",
  "undo_change",
  "change_failed",
  "data_gone",
  "data_back",
  "new_variable",
  "edit_variable",
  "edit_variables",
  "delete_variable",
  "new_collaborator",
  "delete_collaborator",
  "alert_fired",
  "alert_recovered",
  "ssh_refused",
  "link_restored",
] as const;
/** One of EVENT_TYPES. Stored: a name is never given to another thing. */
export type EventType = (typeof EVENT_TYPES)[number];
