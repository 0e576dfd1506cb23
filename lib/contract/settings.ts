import { z } from "zod";
import { DatabaseSettings } from "../core/settings/settings";
import { DatabaseInput } from "./databases";

/** What is to be set; what is not given stays. */
export const SetSettingsInput = DatabaseInput.extend({ settings: DatabaseSettings.partial() });
export type SetSettingsInput = z.infer<typeof SetSettingsInput>;

const WHOLE = { error: "Type a whole number." };

/** The same as the form sends it, whose fields are flat and texts; an empty number of connections is that of the plan. */
export const SettingsForm = DatabaseInput.extend({
  idleTimeoutSeconds: z.coerce.number(WHOLE).pipe(DatabaseSettings.shape.idleTimeoutSeconds),
  keyspaceEvents: DatabaseSettings.shape.keyspaceEvents,
  clientsMax: z
    .string()
    .transform((text) => (text.trim() === "" ? null : Number(text)))
    .pipe(DatabaseSettings.shape.clientsMax),
}).transform(({ resourceId, ...settings }) => ({ resourceId, settings }));

/** Settings of a database: all of them, with the defaults of what nobody set. */
export const SettingsView = DatabaseSettings.extend({
  /** Connections of the plan: more are never let in. */
  planClientsMax: z.number(),
});
export type SettingsView = z.infer<typeof SettingsView>;
