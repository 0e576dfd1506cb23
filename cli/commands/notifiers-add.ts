import { z } from "zod";
import { NOTIFIER_ROUTES } from "@/lib/contract/api/notifiers";
import { PLATFORMS } from "@/lib/core/notifiers/notifier";
import { command } from "../command";
import { NOTIFIER_OPTIONS, NotifierOptions, notifierBody } from "../notifier";
import { notifierFacts } from "../render/notifiers";

export const notifiersAdd = command({
  name: "notifiers-add",
  group: "Activity",
  summary: "have somebody told of the app's events",
  options: [["-p, --platform <platform>", `one of ${PLATFORMS.join(", ")}`], ...NOTIFIER_OPTIONS],
  input: NotifierOptions.extend({
    platform: z.enum(PLATFORMS, { error: `--platform is one of ${PLATFORMS.join(", ")}.` }),
  }),
  async run(session, { platform, ...given }) {
    const { app, call, options, terminal } = session;
    const params = { app: app() };
    const body = { notifier: { platform_id: platform, ...(await notifierBody(session, given)) } };
    const { notifier } = (await call(NOTIFIER_ROUTES.addNotifier, { params, body })).data;
    if (options.json) return terminal.json(notifier);
    notifierFacts(notifier).forEach(terminal.print);
    if (notifier.type_data.signing_secret !== undefined)
      terminal.note("  /!\\  The signing secret is shown this once.");
    terminal.status("Notifier has been created.");
  },
});
