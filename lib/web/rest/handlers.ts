import "server-only";
import type { ROUTES } from "../../contract/api/routes";
import type { Handlers } from "./handler";
import { ACCOUNT_HANDLERS } from "./handlers/account";
import { ADDON_HANDLERS } from "./handlers/addons";
import { APP_CHANGE_HANDLERS } from "./handlers/app-changes";
import { APP_LOG_HANDLERS } from "./handlers/app-logs";
import { APP_HANDLERS } from "./handlers/apps";
import { AUDIT_HANDLERS } from "./handlers/audit";
import { BACKUP_HANDLERS } from "./handlers/backups";
import { CERTIFICATE_AUTHORITY_HANDLERS } from "./handlers/certificate-authority";
import { COLLABORATOR_HANDLERS } from "./handlers/collaborators";
import { CONSOLE_HANDLERS } from "./handlers/console";
import { DATABASE_BACKUP_HANDLERS } from "./handlers/database-backups";
import { DATABASE_USER_HANDLERS } from "./handlers/database-users";
import { DATABASE_HANDLERS } from "./handlers/databases";
import { DIAGNOSTIC_HANDLERS } from "./handlers/diagnostics";
import { EVENT_TYPE_HANDLERS } from "./handlers/event-types";
import { EVENT_HANDLERS } from "./handlers/events";
import { FEATURE_HANDLERS } from "./handlers/features";
import { HOST_HANDLERS } from "./handlers/hosts";
import { IMPORT_HANDLERS } from "./handlers/imports";
import { KEY_HANDLERS } from "./handlers/keys";
import { MAINTENANCE_HANDLERS } from "./handlers/maintenance";
import { METRIC_HANDLERS } from "./handlers/metrics";
import { NOTIFIER_HANDLERS } from "./handlers/notifiers";
import { PERSON_HANDLERS } from "./handlers/people";
import { RELEASE_HANDLERS } from "./handlers/releases";
import { STORAGE_HANDLERS } from "./handlers/storages";
import { VARIABLE_HANDLERS } from "./handlers/variables";

/** What answers each route. */
export const HANDLERS: Handlers<typeof ROUTES> = {
  ...ACCOUNT_HANDLERS,
  ...APP_HANDLERS,
  ...APP_CHANGE_HANDLERS,
  ...APP_LOG_HANDLERS,
  ...PERSON_HANDLERS,
  ...AUDIT_HANDLERS,
  ...COLLABORATOR_HANDLERS,
  ...VARIABLE_HANDLERS,
  ...ADDON_HANDLERS,
  ...CERTIFICATE_AUTHORITY_HANDLERS,
  ...EVENT_HANDLERS,
  ...EVENT_TYPE_HANDLERS,
  ...NOTIFIER_HANDLERS,
  ...DATABASE_HANDLERS,
  ...DATABASE_USER_HANDLERS,
  ...FEATURE_HANDLERS,
  ...MAINTENANCE_HANDLERS,
  ...DATABASE_BACKUP_HANDLERS,
  ...BACKUP_HANDLERS,
  ...IMPORT_HANDLERS,
  ...CONSOLE_HANDLERS,
  ...KEY_HANDLERS,
  ...DIAGNOSTIC_HANDLERS,
  ...STORAGE_HANDLERS,
  ...HOST_HANDLERS,
  ...RELEASE_HANDLERS,
  ...METRIC_HANDLERS,
};
