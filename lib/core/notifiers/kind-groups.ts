import { EVENT_KINDS, type EventKind, kindTitle } from "./event-kinds";

/** Headings under which kinds are offered, in their order; `id` is stable. */
const GROUPS = [
  { id: "alerts", name: "Alerts" },
  { id: "databases", name: "Databases" },
  { id: "backups", name: "Backups" },
  { id: "access", name: "Access" },
  { id: "apps", name: "Apps and variables" },
  { id: "hosts", name: "Hosts" },
  { id: "releases", name: "Releases" },
] as const;
type GroupId = (typeof GROUPS)[number]["id"];

/** What stands in none of these is the app's own. */
const MEMBERS: Record<Exclude<GroupId, "apps">, readonly EventKind[]> = {
  alerts: [
    "alert_fired",
    "alert_recovered",
    "data_gone",
    "data_back",
    "failover",
    "node_replaced",
    "node_replace_failed",
    "upkeep_failed",
  ],
  databases: [
    "addon_provisioned",
    "addon_deleted",
    "addon_failed",
    "addon_plan_changed",
    "addon_db_upgraded",
    "move_database",
    "undo_change",
    "change_failed",
    "feature_failed",
    "settings_changed",
    "settings_failed",
    "schedule_database_maintenance",
    "database_maintenance_planned",
    "database_maintenance_started",
    "database_maintenance_completed",
    "cancel_database_maintenance",
    "maintenance_failed",
  ],
  backups: [
    "database_restored",
    "database_imported",
    "database_backup_succeeded",
    "database_backup_failed",
    "backup_missed",
    "backup_small",
    "backup_drill_failed",
    "backup_downloaded",
  ],
  hosts: [
    "host_joined",
    "host_left",
    "host_gone",
    "host_back",
    "host_drained",
    "drain_host",
    "drain_done",
    "drain_failed",
    "activate_host",
  ],
  releases: [
    "upgrade_release",
    "release_upgraded",
    "release_upgrade_failed",
    "stop_release_upgrade",
    "newer_build",
    "fixes_missing",
  ],
  access: [
    "console_unlocked",
    "client_disconnected",
    "new_database_user",
    "edit_database_user",
    "delete_database_user",
    "edit_protection",
    "rotate_password",
    "end_former_password",
    "former_password_ended",
    "new_collaborator",
    "edit_collaborator",
    "delete_collaborator",
    "new_notifier",
    "edit_notifier",
    "delete_notifier",
    "ssh_refused",
  ],
};

const groupOf = (kind: EventKind): GroupId =>
  GROUPS.find(({ id }) => id !== "apps" && MEMBERS[id].includes(kind))?.id ?? "apps";

/** Kinds under their heading, each with its title. */
export type KindGroup = {
  id: GroupId;
  name: string;
  kinds: readonly { kind: EventKind; title: string }[];
};

/** Every kind in the one group that it belongs to. */
export const KIND_GROUPS: readonly KindGroup[] = GROUPS.map((group) => ({
  ...group,
  kinds: EVENT_KINDS.filter((kind) => groupOf(kind) === group.id).map((kind) => ({
    kind,
    title: kindTitle(kind),
  })),
}));

/** The same for a notifier of an app, which is told of no host and no release: those are the platform's. */
export const APP_KIND_GROUPS: readonly KindGroup[] = KIND_GROUPS.filter(
  ({ id }) => id !== "hosts" && id !== "releases",
);
