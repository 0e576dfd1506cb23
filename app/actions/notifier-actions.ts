import type { NotifierActions } from "@/components/notifiers/notifier-actions";
import {
  addNotifierAction,
  changeNotifierAction,
  removeNotifierAction,
  testNotifierAction,
} from "./notifiers";

/** What pages with notifiers give to them. */
export const NOTIFIER_ACTIONS: NotifierActions = {
  add: addNotifierAction,
  change: changeNotifierAction,
  test: testNotifierAction,
  remove: removeNotifierAction,
};
