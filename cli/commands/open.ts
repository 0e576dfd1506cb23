import { spawn } from "node:child_process";
import { platform } from "node:os";
import { z } from "zod";
import { ADDON_ROUTES } from "@/lib/contract/api/addons";
import { urlOf } from "../api";
import { command } from "../command";
import type { Session } from "../session";

export const open = command({
  name: "open",
  aliases: ["dashboard"],
  usage: "[addon]",
  group: "Other",
  summary: "open the dashboard of the app, or of an addon, in the browser",
  input: z.object({ addon: z.string().optional() }),
  async run(session, { addon: given }) {
    const { options, terminal } = session;
    const name = given ?? options.addon;
    const app = session.app();
    const path =
      name === undefined
        ? `/apps/${encodeURIComponent(app)}`
        : `/databases/${await resourceId(session, { app, addon: name })}`;
    const url = urlOf({ url: session.url() }, path, {}).toString();
    if (options.json) return terminal.json({ url });
    terminal.print(url);
    if (terminal.isScreen) openBrowser(url);
  },
});

async function resourceId({ call }: Session, params: { app: string; addon: string }): Promise<string> {
  return (await call(ADDON_ROUTES.getAddon, { params })).data.addon.resource_id;
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** Where there is no browser, the printed address is all there is. */
function openBrowser(url: string): void {
  const [opener = "", ...words] = OPENERS[platform()] ?? ["xdg-open"];
  spawn(opener, [...words, url], { stdio: "ignore", detached: true })
    .on("error", () => {})
    .unref();
}
