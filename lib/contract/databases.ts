import { z } from "zod";
import { MEMBER_ROLES } from "../core/availability/state";
import { ADDON_STATUSES, NODE_STATUSES } from "../core/databases/status";
import { MaintenanceWindow } from "../core/maintenance/window";
import { OPERATION_KINDS } from "../core/operations/state";
import { APP_ROLES } from "../core/people/roles";
import { PlanView } from "./addons";
import { FeatureName, FeatureOptions, FeatureView } from "./features";

/** Names a database by its resource id, such as `my-app-3030`. */
export const DatabaseInput = z.object({ resourceId: z.string().min(1) });
export type DatabaseInput = z.infer<typeof DatabaseInput>;

/** A switch of a feature; `acceptsLoss` is the yes to what the switch may cost, where it costs anything. */
export const SetFeatureInput = DatabaseInput.extend({
  name: FeatureName,
  isOn: z.union([z.boolean(), z.stringbool()]),
  options: FeatureOptions.optional(),
  acceptsLoss: z.union([z.boolean(), z.stringbool()]).default(false),
});
export type SetFeatureInput = z.infer<typeof SetFeatureInput>;

/** The same as a form sends it, whose fields are flat. */
export const SetFeatureForm = SetFeatureInput.omit({ options: true })
  .extend({ policy: z.string().optional(), networks: z.string().optional() })
  .transform(({ policy, networks, ...input }) => ({
    ...input,
    ...(policy !== undefined && { options: { policy } }),
    ...(networks !== undefined && { options: { networks: networks.split(/[\s,]+/).filter(Boolean) } }),
  }));

/** Whether a database is protected against removal. */
export const ProtectDatabaseInput = DatabaseInput.extend({
  isProtected: z.union([z.boolean(), z.stringbool()]),
});
export type ProtectDatabaseInput = z.infer<typeof ProtectDatabaseInput>;

/** Empty takes it away, undefined leaves what there is. */
const orNone = (text: z.ZodString) => text.transform((given) => (given === "" ? null : given)).nullish();

/** What people call a database and what they note of it. */
export const DescribeDatabaseInput = DatabaseInput.extend({
  name: orNone(
    z
      .string()
      .trim()
      .max(60, { error: "A name has at most 60 characters." })
      .regex(/^\P{Cc}*$/u, { error: "A name is one line." }),
  ),
  note: orNone(z.string().trim().max(1_000, { error: "A note has at most 1,000 characters." })),
});
export type DescribeDatabaseInput = z.infer<typeof DescribeDatabaseInput>;

/** A part of a database that runs by itself; of its nodes one is active. `name` is that on the engine. */
export const DatabasePartView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(["node", "gateway"]),
  status: z.enum(NODE_STATUSES),
});
export type DatabasePartView = z.infer<typeof DatabasePartView>;

/** A volume that is not there, or empty, though a database should serve from it. */
export const DataGoneView = z.object({
  since: z.iso.datetime(),
  volumeName: z.string(),
  hostName: z.string().nullable(),
});
export type DataGoneView = z.infer<typeof DataGoneView>;

/** The host of a database that is down, drained, or left the Swarm; what can be done while it is. */
export const HostGoneView = z.object({
  hostName: z.string(),
  state: z.enum(["down", "drained", "left"]),
  /** When it was noticed. */
  since: z.iso.datetime(),
  /** When the data there was last saved; null where that is not known. */
  lastSavedAt: z.iso.datetime().nullable(),
  /** The newest one that can be restored on another host. */
  backup: z.object({ id: z.string(), createdAt: z.iso.datetime() }).nullable(),
});
export type HostGoneView = z.infer<typeof HostGoneView>;

/** What the records say of a database; what Redis says is `HealthView`. */
export const DatabaseView = z.object({
  id: z.string(),
  resourceId: z.string(),
  /** What people call it, and what they note of it; null when nobody has said. */
  name: z.string().nullable(),
  note: z.string().nullable(),
  appName: z.string(),
  addonId: z.string(),
  /** That its addon was ordered from. */
  provider: z.string(),
  /** What it runs now, by that one's provider. */
  engine: z.string(),
  plan: PlanView.omit({ isAvailable: true }),
  version: z.string(),
  /** Versions that it can be upgraded to, oldest first. */
  laterVersions: z.array(z.string()),
  status: z.enum(ADDON_STATUSES),
  hostName: z.string().nullable(),
  createdAt: z.iso.datetime(),
  operationId: z.string().nullable(),
  error: z.string().nullable(),
  /** What the person who asks is to its app. */
  role: z.enum(APP_ROLES),
  ownerEmail: z.string(),
  /** True while it cannot be removed. */
  isProtected: z.boolean(),
  /** The operation that has not ended. */
  currentOperation: z.object({ id: z.string(), kind: z.enum(OPERATION_KINDS) }).nullable(),
  instances: z.array(DatabasePartView),
  dataGone: DataGoneView.nullable(),
  isTlsForced: z.boolean(),
  /** Where it is reached from outside; null while it is not. */
  publicAddress: z.object({ host: z.string(), port: z.number() }).nullable(),
  /** When the certificate that it shows ends, a month before which it is renewed; null for one that speaks no TLS yet. */
  certificateEndsAt: z.iso.datetime().nullable(),
  /** Every feature, in the order of the table. */
  features: z.array(FeatureView),
  /** When its maintenance window opens each week. */
  window: MaintenanceWindow,
});
export type DatabaseView = z.infer<typeof DatabaseView>;

/** The nodes of a highly available database, by number, and in a sentence what is wrong; null when it would survive the loss of a host. */
export const GroupView = z.object({
  nodes: z.array(
    z.object({
      /** Of its service on the engine. */
      name: z.string(),
      hostName: z.string().nullable(),
      state: z.enum(MEMBER_ROLES),
      /** What the master has written and it has not, in bytes; null for the master, and where that is not known. */
      lagBytes: z.number().nullable(),
    }),
  ),
  trouble: z.string().nullable(),
});
export type GroupView = z.infer<typeof GroupView>;

/** What PING and INFO said at `checkedAt`; `group` is null for a database of one node. Sizes in bytes. */
export const HealthView = z.discriminatedUnion("state", [
  z.object({
    state: z.literal("healthy"),
    checkedAt: z.iso.datetime(),
    version: z.string(),
    uptimeSeconds: z.number(),
    usedMemoryBytes: z.number(),
    maxMemoryBytes: z.number(),
    keys: z.number(),
    lastSaveAt: z.iso.datetime().nullable(),
    isLastSaveOk: z.boolean(),
    group: GroupView.nullable(),
  }),
  z.object({
    state: z.literal("unreachable"),
    checkedAt: z.iso.datetime(),
    reason: z.string(),
    /** Where that is why. */
    hostGone: HostGoneView.nullable(),
    group: GroupView.nullable(),
  }),
  z.object({ state: z.literal("not_running"), checkedAt: z.iso.datetime() }),
  DataGoneView.extend({ state: z.literal("data_gone"), checkedAt: z.iso.datetime() }),
]);
export type HealthView = z.infer<typeof HealthView>;

/** `url` holds the password: answered to a person's own request only. */
export const ConnectionView = z.object({
  url: z.string(),
  host: z.string(),
  port: z.number(),
  user: z.string(),
  password: z.string(),
  /** For those who come from outside; null while nobody does. */
  publicUrl: z.string().nullable(),
});
export type ConnectionView = z.infer<typeof ConnectionView>;
