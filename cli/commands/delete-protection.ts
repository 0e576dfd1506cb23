import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { APP_CHANGE_ROUTES } from "@/lib/contract/api/app-changes";
import { findAddon } from "../addon";
import { command } from "../command";

export const deleteProtection = command({
  name: "delete-protection",
  usage: "<state>",
  group: "Apps",
  summary: "protect the app, or with --addon a database, against deletion: on or off",
  input: z.object({ state: z.enum(["on", "off"], { error: "Say on or off." }) }),
  async run(session, { state }) {
    const { call, options, terminal } = session;
    const app = session.app();
    const body = { protection: { enabled: state === "on" } };
    const addon = options.addon === undefined ? null : await findAddon(session, undefined);
    if (addon === null) await call(APP_CHANGE_ROUTES.protectApp, { params: { app }, body });
    else await call(ADDON_ROUTES.protectAddon, { params: { app, addon }, body });
    const name = addon ?? app;
    if (options.json) return terminal.json({ name, delete_protection: state === "on" });
    terminal.status(`${name} ${state === "on" ? "is protected" : "is no longer protected"} against deletion`);
  },
});
