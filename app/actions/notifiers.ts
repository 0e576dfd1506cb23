"use server";
import { AddNotifierInput, ChangeNotifierInput, NotifierInput } from "@/lib/contract/notifiers";
import { addNotifier } from "@/lib/services/notifiers/add-notifier";
import { changeNotifier } from "@/lib/services/notifiers/change-notifier";
import { removeNotifier } from "@/lib/services/notifiers/remove-notifier";
import { testNotifier } from "@/lib/services/notifiers/test-notifier";
import { action } from "@/lib/web/action";

export const addNotifierAction = action(AddNotifierInput, addNotifier);
export const changeNotifierAction = action(ChangeNotifierInput, changeNotifier);
export const testNotifierAction = action(NotifierInput, testNotifier);
export const removeNotifierAction = action(NotifierInput, removeNotifier);
