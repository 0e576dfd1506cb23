import { ACCOUNT_ROUTES } from "./account";
import { ADDON_ROUTES } from "./addons";
import { APP_ROUTES } from "./apps";
import { COLLABORATOR_ROUTES } from "./collaborators";
import { DATABASE_ROUTES } from "./databases";
import { EVENT_ROUTES } from "./events";
import { METRIC_ROUTES } from "./metrics";
import { VARIABLE_ROUTES } from "./variables";

/** Every route of the API by its name. Those of databases (`/api/…`) also take a token of that addon. */
export const ROUTES = {
  ...ACCOUNT_ROUTES,
  ...APP_ROUTES,
  ...COLLABORATOR_ROUTES,
  ...VARIABLE_ROUTES,
  ...ADDON_ROUTES,
  ...EVENT_ROUTES,
  ...DATABASE_ROUTES,
  ...METRIC_ROUTES,
};
/** Name of a route; each has one handler. */
export type RouteName = keyof typeof ROUTES;
