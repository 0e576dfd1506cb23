import { z } from "zod";
import { DATABASE_ROUTES } from "@/lib/contract/api/databases";
import { MAINTENANCE_ROUTES } from "@/lib/contract/api/maintenance";
import { findAddon } from "../addon";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { localMoment } from "../moment";
import { isDone } from "../operation";
import { STOP_FIRST } from "../options";
import type { Session } from "../session";

export const databaseUpgrade = command({
  name: "database-upgrade",
  usage: "[addon]",
  group: "Databases",
  summary: "upgrade the Redis of an addon to the next version",
  options: [
    ["--to <version>", "another version than the next one"],
    ["--engine <name>", "to another engine (valkey or redis), of which --to is a version"],
    ["--next-window", "in the first maintenance window that is a day ahead"],
    STOP_FIRST,
  ],
  input: z.object({
    addon: z.string().optional(),
    to: z.string().optional(),
    engine: z.string().optional(),
    nextWindow: z.boolean().default(false),
    stopFirst: z.boolean().default(false),
  }),
  async run(session, { addon: given, to, engine, nextWindow, stopFirst }) {
    const { call, options, terminal } = session;
    if (engine !== undefined && (to === undefined || nextWindow))
      throw new Failure(
        EXIT.usage,
        "Another engine takes --to with a version of it, and is not put off to a window.",
      );
    const params = { database: await findAddon(session, given) };
    const { database } = (await call(DATABASE_ROUTES.getDatabase, { params })).data;
    const { resource_id: id, readable_version: version, newer_build: build } = database;
    const next = to ?? database.next_version_id ?? (build === null ? null : version);
    if (next === null) throw new Failure(EXIT.refused, `${id} has the newest version already: ${version}.`);
    if (nextWindow) return putOff(session, { params, id, version, next });
    const isBuild = next === version && build !== null && engine === undefined;
    const reached = isBuild ? `build ${build}` : [engine, next].filter(Boolean).join(" ");
    const body = {
      version: next,
      ...(engine !== undefined && { engine }),
      ...(stopFirst && { way: "stop-first" }),
    };
    const { data } = await call(DATABASE_ROUTES.upgradeDatabase, { params, body });
    const key = { app: database.app_name, operationId: data.operation_id };
    const done = await isDone(session, key);
    if (options.json) return terminal.json(data);
    terminal.status(
      `Database ${id} ${done ? "has been" : "is being"} upgraded from ${version} to ${reached}`,
    );
  },
});

type PutOff = { params: { database: string }; id: string; version: string; next: string };

async function putOff({ call, options, terminal }: Session, { params, id, version, next }: PutOff) {
  const { data } = await call(MAINTENANCE_ROUTES.scheduleUpgrade, { params, body: { version: next } });
  if (options.json) return terminal.json(data.maintenance);
  const { id: maintenance, next_maintenance_window } = data.maintenance;
  const reached = next === version ? `the newest build of ${next}` : next;
  terminal.status(`Database ${id} will be upgraded from ${version} to ${reached}`);
  terminal.info(`in the window that opens at ${localMoment(next_maintenance_window)}`);
  terminal.info(`Cancel: berth --addon ${id} database-maintenance-cancel ${maintenance}`);
}
