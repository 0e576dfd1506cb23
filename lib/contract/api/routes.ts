import { ACCOUNT_ROUTES } from "./account";
import { ADDON_ROUTES } from "./addons";
import { APP_CHANGE_ROUTES } from "./app-changes";
import { APP_LOG_ROUTES } from "./app-logs";
import { APP_ROUTES } from "./apps";
import { AUDIT_ROUTES } from "./audit";
import { BACKUP_ROUTES } from "./backups";
import { CERTIFICATE_AUTHORITY_ROUTES } from "./certificate-authority";
import { COLLABORATOR_ROUTES } from "./collaborators";
import { CONSOLE_ROUTES } from "./console";
import { DATABASE_BACKUP_ROUTES } from "./database-backups";
import { DATABASE_USER_ROUTES } from "./database-users";
import { DATABASE_ROUTES } from "./databases";
import { DIAGNOSTIC_ROUTES } from "./diagnostics";
import { EVENT_TYPE_ROUTES } from "./event-types";
import { EVENT_ROUTES } from "./events";
import { FEATURE_ROUTES } from "./features";
import { HOST_ROUTES } from "./hosts";
import { IMPORT_ROUTES } from "./imports";
import { KEY_ROUTES } from "./keys";
import { MAINTENANCE_ROUTES } from "./maintenance";
import { METRIC_ROUTES } from "./metrics";
import { NOTIFIER_ROUTES } from "./notifiers";
import { PERSON_ROUTES } from "./people";
import { RELEASE_ROUTES } from "./releases";
import { STORAGE_ROUTES } from "./storages";
import { VARIABLE_ROUTES } from "./variables";

/** Every route of the API by its name. Those of databases (`/api/…`) also take a token of that addon. */
export const ROUTES = {
  ...ACCOUNT_ROUTES,
  ...APP_ROUTES,
  ...APP_CHANGE_ROUTES,
  ...APP_LOG_ROUTES,
  ...PERSON_ROUTES,
  ...AUDIT_ROUTES,
  ...COLLABORATOR_ROUTES,
  ...VARIABLE_ROUTES,
  ...ADDON_ROUTES,
  ...CERTIFICATE_AUTHORITY_ROUTES,
  ...EVENT_ROUTES,
  ...EVENT_TYPE_ROUTES,
  ...NOTIFIER_ROUTES,
  ...DATABASE_ROUTES,
  ...DATABASE_USER_ROUTES,
  ...FEATURE_ROUTES,
  ...MAINTENANCE_ROUTES,
  ...DATABASE_BACKUP_ROUTES,
  ...BACKUP_ROUTES,
  ...IMPORT_ROUTES,
  ...CONSOLE_ROUTES,
  ...KEY_ROUTES,
  ...DIAGNOSTIC_ROUTES,
  ...STORAGE_ROUTES,
  ...HOST_ROUTES,
  ...RELEASE_ROUTES,
  ...METRIC_ROUTES,
};
/** Name of a route; each has one handler. */
export type RouteName = keyof typeof ROUTES;
