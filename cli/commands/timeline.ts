import { z } from "zod";
import { EVENT_ROUTES } from "@/lib/contract/api/events";
import { command } from "../command";
import { eventLine } from "../render/timeline";

const Page = z.coerce.number({ error: "--page and --per-page are numbers." }).int().min(1);

export const timeline = command({
  name: "timeline",
  group: "Activity",
  summary: "tell what happened to the app, newest first",
  options: [
    ["--page <page>", "which page, from 1 on"],
    ["--per-page <count>", "lines a page"],
  ],
  input: z.object({ page: Page.default(1), perPage: Page.max(100).default(30) }),
  async run({ app, call, options, terminal }, { page, perPage }) {
    const { data } = await call(EVENT_ROUTES.listAppEvents, {
      params: { app: app() },
      query: { page, per_page: perPage },
    });
    if (options.json) return terminal.json(data);
    for (const event of data.events) terminal.print(eventLine(event, terminal.colour));
    const { current_page, total_pages } = data.meta.pagination;
    terminal.note(`Page: ${current_page}, Last Page: ${total_pages}`);
  },
});
