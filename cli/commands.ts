import type { AnyCommand } from "./command";
import { addons } from "./commands/addons";
import { addonsAdd } from "./commands/addons-add";
import { addonsInfo } from "./commands/addons-info";
import { addonsList } from "./commands/addons-list";
import { addonsPlans } from "./commands/addons-plans";
import { addonsRemove } from "./commands/addons-remove";
import { addonsUpgrade } from "./commands/addons-upgrade";
import { apps } from "./commands/apps";
import { completion } from "./commands/completion";
import { create } from "./commands/create";
import { databaseUpgrade } from "./commands/database-upgrade";
import { dbTunnel } from "./commands/db-tunnel";
import { env } from "./commands/env";
import { envGet } from "./commands/env-get";
import { envSet } from "./commands/env-set";
import { envUnset } from "./commands/env-unset";
import { keys } from "./commands/keys";
import { keysAdd } from "./commands/keys-add";
import { keysRemove } from "./commands/keys-remove";
import { login } from "./commands/login";
import { logout } from "./commands/logout";
import { logs } from "./commands/logs";
import { metrics } from "./commands/metrics";
import { open } from "./commands/open";
import { operations } from "./commands/operations";
import { ps } from "./commands/ps";
import { redisConsole } from "./commands/redis-console";
import { restart } from "./commands/restart";
import { self } from "./commands/self";
import { stats } from "./commands/stats";
import { timeline } from "./commands/timeline";

/** Every command, in the order of the help. */
export const COMMANDS: readonly AnyCommand[] = [
  login,
  logout,
  self,
  keys,
  keysAdd,
  keysRemove,
  apps,
  create,
  ps,
  restart,
  addons,
  addonsList,
  addonsPlans,
  addonsAdd,
  addonsUpgrade,
  addonsInfo,
  addonsRemove,
  env,
  envGet,
  envSet,
  envUnset,
  databaseUpgrade,
  redisConsole,
  dbTunnel,
  timeline,
  operations,
  stats,
  metrics,
  logs,
  open,
  completion,
];
