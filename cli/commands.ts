import type { AnyCommand } from "./command";

/** Every command by its name, in the order of the help. Only those that are needed are loaded: all of them take longer than one runs. */
const LOADERS: Record<string, () => Promise<AnyCommand>> = {
  login: async () => (await import("./commands/login")).login,
  logout: async () => (await import("./commands/logout")).logout,
  self: async () => (await import("./commands/self")).self,
  keys: async () => (await import("./commands/keys")).keys,
  "keys-add": async () => (await import("./commands/keys-add")).keysAdd,
  "keys-remove": async () => (await import("./commands/keys-remove")).keysRemove,
  apps: async () => (await import("./commands/apps")).apps,
  create: async () => (await import("./commands/create")).create,
  deploy: async () => (await import("./commands/deploy")).deploy,
  ps: async () => (await import("./commands/ps")).ps,
  restart: async () => (await import("./commands/restart")).restart,
  "delete-protection": async () => (await import("./commands/delete-protection")).deleteProtection,
  collaborators: async () => (await import("./commands/collaborators")).collaborators,
  "collaborators-add": async () => (await import("./commands/collaborators-add")).collaboratorsAdd,
  "collaborators-update": async () => (await import("./commands/collaborators-update")).collaboratorsUpdate,
  "collaborators-remove": async () => (await import("./commands/collaborators-remove")).collaboratorsRemove,
  addons: async () => (await import("./commands/addons")).addons,
  "addons-list": async () => (await import("./commands/addons-list")).addonsList,
  "addons-plans": async () => (await import("./commands/addons-plans")).addonsPlans,
  "addons-add": async () => (await import("./commands/addons-add")).addonsAdd,
  "addons-upgrade": async () => (await import("./commands/addons-upgrade")).addonsUpgrade,
  "addons-info": async () => (await import("./commands/addons-info")).addonsInfo,
  "addons-import": async () => (await import("./commands/addons-import")).addonsImport,
  "addons-config": async () => (await import("./commands/addons-config")).addonsConfig,
  "addons-remove": async () => (await import("./commands/addons-remove")).addonsRemove,
  "addons-clone": async () => (await import("./commands/addons-clone")).addonsClone,
  env: async () => (await import("./commands/env")).env,
  "env-get": async () => (await import("./commands/env-get")).envGet,
  "env-set": async () => (await import("./commands/env-set")).envSet,
  "env-unset": async () => (await import("./commands/env-unset")).envUnset,
  "database-move": async () => (await import("./commands/database-move")).databaseMove,
  "database-upgrade": async () => (await import("./commands/database-upgrade")).databaseUpgrade,
  "database-keys": async () => (await import("./commands/database-keys")).databaseKeys,
  "database-slowlog": async () => (await import("./commands/database-slowlog")).databaseSlowlog,
  "database-clients": async () => (await import("./commands/database-clients")).databaseClients,
  "database-users-list": async () => (await import("./commands/database-users-list")).databaseUsersList,
  "database-users-create": async () => (await import("./commands/database-users-create")).databaseUsersCreate,
  "database-users-delete": async () => (await import("./commands/database-users-delete")).databaseUsersDelete,
  "database-users-update-password": async () =>
    (await import("./commands/database-users-update-password")).databaseUsersUpdatePassword,
  "rotate-password": async () => (await import("./commands/rotate-password")).rotatePassword,
  "database-enable-feature": async () =>
    (await import("./commands/database-enable-feature")).databaseEnableFeature,
  "database-disable-feature": async () =>
    (await import("./commands/database-disable-feature")).databaseDisableFeature,
  "database-maintenance-list": async () =>
    (await import("./commands/database-maintenance-list")).databaseMaintenanceList,
  "database-maintenance-info": async () =>
    (await import("./commands/database-maintenance-info")).databaseMaintenanceInfo,
  "database-maintenance-cancel": async () =>
    (await import("./commands/database-maintenance-cancel")).databaseMaintenanceCancel,
  "redis-console": async () => (await import("./commands/redis-console")).redisConsole,
  "ca-certificate": async () => (await import("./commands/ca-certificate")).caCertificate,
  "db-tunnel": async () => (await import("./commands/db-tunnel")).dbTunnel,
  backups: async () => (await import("./commands/backups")).backups,
  "backups-create": async () => (await import("./commands/backups-create")).backupsCreate,
  "backups-download": async () => (await import("./commands/backups-download")).backupsDownload,
  "backups-url": async () => (await import("./commands/backups-url")).backupsUrl,
  "backups-config": async () => (await import("./commands/backups-config")).backupsConfig,
  "backups-import": async () => (await import("./commands/backups-import")).backupsImport,
  "backup-restore": async () => (await import("./commands/backup-restore")).backupRestore,
  timeline: async () => (await import("./commands/timeline")).timeline,
  notifiers: async () => (await import("./commands/notifiers")).notifiers,
  "notifiers-details": async () => (await import("./commands/notifiers-details")).notifiersDetails,
  "notifiers-add": async () => (await import("./commands/notifiers-add")).notifiersAdd,
  "notifiers-update": async () => (await import("./commands/notifiers-update")).notifiersUpdate,
  "notifiers-remove": async () => (await import("./commands/notifiers-remove")).notifiersRemove,
  "notifiers-test": async () => (await import("./commands/notifiers-test")).notifiersTest,
  "notification-platforms": async () =>
    (await import("./commands/notification-platforms")).notificationPlatforms,
  operations: async () => (await import("./commands/operations")).operations,
  stats: async () => (await import("./commands/stats")).stats,
  metrics: async () => (await import("./commands/metrics")).metrics,
  logs: async () => (await import("./commands/logs")).logs,
  hosts: async () => (await import("./commands/hosts")).hosts,
  "hosts-drain": async () => (await import("./commands/hosts-drain")).hostsDrain,
  "hosts-activate": async () => (await import("./commands/hosts-activate")).hostsActivate,
  releases: async () => (await import("./commands/releases")).releases,
  "releases-upgrade": async () => (await import("./commands/releases-upgrade")).releasesUpgrade,
  "releases-stop": async () => (await import("./commands/releases-stop")).releasesStop,
  open: async () => (await import("./commands/open")).open,
  completion: async () => (await import("./commands/completion")).completion,
};

const ALIASES: Record<string, string> = {
  whoami: "self",
  dashboard: "open",
  "database-list-users": "database-users-list",
  "database-create-user": "database-users-create",
  "database-delete-user": "database-users-delete",
  "database-update-user-password": "database-users-update-password",
};

export const loadAllCommands = (): Promise<AnyCommand[]> =>
  Promise.all(Object.values(LOADERS).map((load) => load()));

export const isCommand = (word: string): boolean => (ALIASES[word] ?? word) in LOADERS;

/** Those whose name or alias stands among the words; all when none does. */
export async function loadCommands(words: readonly string[]): Promise<AnyCommand[]> {
  const loaders = words.flatMap((word) => LOADERS[ALIASES[word] ?? word] ?? []);
  return loaders.length > 0 && !words.includes("help")
    ? Promise.all([...new Set(loaders)].map((load) => load()))
    : loadAllCommands();
}
