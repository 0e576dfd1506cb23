import { z } from "zod";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { FEATURE_ROUTES } from "@/lib/contract/api/features";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { isDone } from "../operation";
import type { Session } from "../session";
import { parseWindow } from "../window";

const number = (flag: string) => z.coerce.number({ error: `${flag} is a number.` }).optional();

const Input = z.object({
  addon: z.string().optional(),
  name: z.string().optional(),
  note: z.string().optional(),
  maintenanceWindowDay: z.string().optional(),
  maintenanceWindowHour: z.string().optional(),
  idleTimeout: number("--idle-timeout"),
  keyspaceEvents: z.string().optional(),
  maxClients: z
    .union([z.literal("plan"), z.coerce.number({ error: "--max-clients is a number, or plan." })])
    .optional(),
});
type Input = z.infer<typeof Input>;

export const addonsConfig = command({
  name: "addons-config",
  usage: "[addon]",
  group: "Addons",
  summary: "set name, note, maintenance window and settings of an addon",
  options: [
    ["--name <name>", 'what people call its database, "" for nothing'],
    ["--note <text>", 'what to remember of it, "" for nothing'],
    ["--maintenance-window-day <day>", "weekday on which the window opens, in the local time"],
    [
      "--maintenance-window-hour <hour>",
      '"22", "21:00 UTC" or "22 Europe/Paris"; the local time without a zone',
    ],
    ["--idle-timeout <seconds>", "close connections without a command for so long; 0 for never"],
    ["--keyspace-events <letters>", 'tell of changes of keys: "KEA" for all, "" for none'],
    ["--max-clients <number>", 'connections that are let in, "plan" for those of the plan'],
  ],
  input: Input,
  async run(session, given) {
    const { options, terminal } = session;
    const database = await findAddon(session, given.addon);
    const isDescribed = await setDescription(session, database, given);
    const isWindow = await setWindow(session, database, given);
    const isSet = await setSettings(session, database, given);
    if (!isDescribed && !isWindow && !isSet)
      throw new Failure(EXIT.usage, "cannot update your addon without a specified option");
    if (options.json) {
      const { data } = await session.call(DATABASE_ROUTES.getDatabase, { params: { database } });
      return terminal.json(data.database);
    }
    terminal.print("Addon config updated.");
  },
});

async function setDescription({ call }: Session, database: string, { name, note }: Input): Promise<boolean> {
  if (name === undefined && note === undefined) return false;
  const body = { database: { ...(name !== undefined && { name }), ...(note !== undefined && { note }) } };
  await call(DATABASE_ROUTES.updateDatabase, { params: { database }, body });
  return true;
}

async function setWindow({ call }: Session, database: string, given: Input): Promise<boolean> {
  const { maintenanceWindowDay: day, maintenanceWindowHour: hour } = given;
  if (day === undefined && hour === undefined) return false;
  const params = { database };
  const { maintenance_window: present } = (await call(DATABASE_ROUTES.getDatabase, { params })).data.database;
  const window = parseWindow({ day, hour }, present);
  await call(DATABASE_ROUTES.updateDatabase, { params, body: { database: { maintenance_window: window } } });
  return true;
}

async function setSettings(session: Session, database: string, given: Input): Promise<boolean> {
  const { idleTimeout, keyspaceEvents, maxClients } = given;
  const body = {
    ...(idleTimeout !== undefined && { idle_timeout_seconds: idleTimeout }),
    ...(keyspaceEvents !== undefined && { keyspace_events: keyspaceEvents }),
    ...(maxClients !== undefined && { clients_max: maxClients === "plan" ? null : maxClients }),
  };
  if (Object.keys(body).length === 0) return false;
  const { operation } = (await session.call(FEATURE_ROUTES.setSettings, { params: { database }, body })).data;
  await isDone(session, { app: operation.app_name, operationId: operation.id });
  return true;
}
