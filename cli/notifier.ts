import { z } from "zod";
import { APP_ROUTES } from "@/lib/contract/api/apps";
import { COLLABORATOR_ROUTES } from "@/lib/contract/api/collaborators";
import { EVENT_TYPE_ROUTES } from "@/lib/contract/api/event-types";
import { usageFailure } from "./failure";
import type { Session } from "./session";

/** What `notifiers-add` and `notifiers-update` have in common. */
export const NOTIFIER_OPTIONS = [
  ["-n, --name <name>", "what people call it"],
  ["-e, --enable", "let it be told (as a new one is)"],
  ["-d, --disable", "pause it"],
  ["--send-all-events", "have it told of everything"],
  ["--event <event...>", "have it told of this kind of event; once for each"],
  ["-u, --webhook-url <url>", "where Slack or a webhook takes messages"],
  ["--email <email...>", "where mail goes; once for each"],
  ["--collaborator <name...>", "one of the app's people, who gets mail while that is so; once for each"],
] as const;

export const NotifierOptions = z.object({
  name: z.string().optional(),
  enable: z.boolean().default(false),
  disable: z.boolean().default(false),
  sendAllEvents: z.boolean().optional(),
  event: z.array(z.string()).optional(),
  webhookUrl: z.string().optional(),
  email: z.array(z.string()).optional(),
  collaborator: z.array(z.string()).optional(),
});

/** The options as the API takes them; only what was given. @throws Failure for a kind or a person that there is not. */
export async function notifierBody(session: Session, given: z.infer<typeof NotifierOptions>) {
  const { name, enable, disable, sendAllEvents, event, webhookUrl, email, collaborator } = given;
  if (enable && disable) throw usageFailure("--enable and --disable contradict each other.");
  const typeData = {
    ...(webhookUrl !== undefined && { webhook_url: webhookUrl }),
    ...(email && { emails: email }),
    ...(collaborator && { user_ids: await idsOf(session, collaborator) }),
  };
  return {
    ...(name !== undefined && { name }),
    ...((enable || disable) && { active: enable }),
    ...(sendAllEvents !== undefined && { send_all_events: sendAllEvents }),
    ...(event && { selected_event_ids: await kindsOf(session, event) }),
    ...(Object.keys(typeData).length > 0 && { type_data: typeData }),
  };
}

async function kindsOf({ call }: Session, names: readonly string[]): Promise<string[]> {
  const { event_types: types } = (await call(EVENT_TYPE_ROUTES.listEventTypes)).data;
  for (const name of names)
    if (!types.some((type) => type.name === name))
      throw usageFailure(
        `There is no event '${name}'.`,
        `There are: ${types.map((type) => type.name).join(", ")}`,
      );
  return [...names];
}

/** People are named by username or email, as in the list of the app's collaborators. */
async function idsOf({ app, call }: Session, names: readonly string[]): Promise<string[]> {
  const params = { app: app() };
  const { owner } = (await call(APP_ROUTES.getApp, { params })).data.app;
  const { collaborators } = (await call(COLLABORATOR_ROUTES.listCollaborators, { params })).data;
  const people = [owner, ...collaborators];
  return names.map((name) => {
    const found = people.find(({ username, email }) => username === name || email === name);
    if (!found) throw usageFailure(`no such collaborator: ${name}`);
    return found.id;
  });
}
