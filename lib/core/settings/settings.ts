import { z } from "zod";
import type { Engine } from "../engines/engine";
import type { Plan } from "../plans/catalog";
import { HOUR_MS, SECOND_MS } from "../units";

/** Shorter, ordinary pauses of ordinary programs would cut them. */
const IDLE_LEAST_SECONDS = 10;
const IDLE_MOST_SECONDS = (7 * 24 * HOUR_MS) / SECOND_MS;

const IDLE_WORDS = `A number of seconds from ${IDLE_LEAST_SECONDS} to ${IDLE_MOST_SECONDS}, or 0 for never.`;
const EVENT_WORDS =
  "Letters of K, E, g, $, l, s, h, z, x, e, t, m and A, with K or E among them; or nothing.";

/** What people set of a database, beside its plan, its version and its features. Stored: names never change once released. */
export const DatabaseSettings = z.object({
  /** After so many seconds without a command a connection is closed; 0 for never. */
  idleTimeoutSeconds: z
    .number({ error: IDLE_WORDS })
    .int({ error: IDLE_WORDS })
    .refine((seconds) => seconds === 0 || (seconds >= IDLE_LEAST_SECONDS && seconds <= IDLE_MOST_SECONDS), {
      error: IDLE_WORDS,
    }),
  /** What is published of changes of keys. https://redis.io/docs/latest/develop/pubsub/keyspace-notifications/ */
  keyspaceEvents: z
    .string()
    .regex(/^$|^(?=.*[KE])(?=.*[g$lshzxetmA])[KEg$lshzxetmA]{2,13}$/, { error: EVENT_WORDS }),
  /** Connections that are let in at once; null for as many as the plan has. */
  clientsMax: z.number().int().min(1).nullable(),
});
export type DatabaseSettings = z.infer<typeof DatabaseSettings>;

/** What people call each of them. */
export const SETTING_LABELS: Record<keyof DatabaseSettings, string> = {
  idleTimeoutSeconds: "idle timeout",
  keyspaceEvents: "keyspace notifications",
  clientsMax: "maximum connections",
};

/** What nobody has ever set is missing. */
export type KnownSettings = Partial<DatabaseSettings>;

/** As every database begins. */
export const defaultSettings = ({ idleTimeoutSeconds }: Engine): DatabaseSettings => ({
  idleTimeoutSeconds,
  keyspaceEvents: "",
  clientsMax: null,
});

/** How many connections a database lets in: never more than its plan has. */
export const clientsMaxOf = ({ clientsMax }: KnownSettings, plan: Pick<Plan, "clientsMax">): number =>
  Math.min(clientsMax ?? plan.clientsMax, plan.clientsMax);

/** What the records say of a node's configuration, for those settings alone that somebody has ever set. */
export const configOfSettings = (
  settings: KnownSettings,
  { engine, plan }: { engine: Engine; plan: Plan },
): Record<string, string> => ({
  ...(settings.idleTimeoutSeconds !== undefined && { timeout: String(settings.idleTimeoutSeconds) }),
  ...(settings.keyspaceEvents !== undefined && { "notify-keyspace-events": settings.keyspaceEvents }),
  ...(settings.clientsMax !== undefined && {
    maxclients: String(engine.maxClients({ ...plan, clientsMax: clientsMaxOf(settings, plan) })),
  }),
});

const ALL_EVENTS = "g$lshzxet";

const lettersOf = (events: string): string => [...new Set(events.replace("A", ALL_EVENTS))].sort().join("");

/** Redis answers the letters in an order of its own, and "A" for all. */
export const isSameValue = (name: string, a: string | undefined, b: string | undefined): boolean =>
  a === b || (name === "notify-keyspace-events" && lettersOf(a ?? "") === lettersOf(b ?? ""));
