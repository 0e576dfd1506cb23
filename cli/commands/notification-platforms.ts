import { z } from "zod";
import { EVENT_TYPE_ROUTES } from "@/lib/contract/api/event-types";
import { command } from "../command";
import { table } from "../render/table";

export const notificationPlatforms = command({
  name: "notification-platforms",
  group: "Activity",
  summary: "list the ways in which notifiers reach somebody",
  input: z.object({}),
  async run({ call, options, terminal }) {
    const { data } = await call(EVENT_TYPE_ROUTES.listNotificationPlatforms);
    if (options.json) return terminal.json(data.notification_platforms);
    const rows = data.notification_platforms.map(({ name, description }) => [name, description]);
    table([{ header: "NAME" }, { header: "DESCRIPTION" }], rows).forEach(terminal.print);
  },
});
