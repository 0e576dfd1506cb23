import { z } from "zod";
import { CHANGE_WAYS } from "../core/plans/change";
import { DatabaseInput } from "./databases";
import { ProviderId, VersionId } from "./engines";
import { emptyAsMissing } from "./form-fields";

/** `stop-first` has to be asked for: without it a change for which no host has room twice is refused. */
const way = z.enum(CHANGE_WAYS).default("hand-off");

/** Another plan, and with `version` another version of Redis at once. */
export const ChangePlanInput = DatabaseInput.extend({
  planId: z.string().min(1, { error: "Choose a plan." }),
  version: VersionId.optional(),
  way,
});
export type ChangePlanInput = z.input<typeof ChangePlanInput>;

/** The version that a database is to run (its own: the newest build of it), and how to get there. Whether it may is decided by the service. */
export const UpgradeInput = DatabaseInput.extend({
  version: VersionId,
  /** Another engine, which the version is of; without one it stays. */
  engine: ProviderId.optional(),
  way,
});
export type UpgradeInput = z.input<typeof UpgradeInput>;

/**
 * The host that a database is to move to, by name or id; without one Berth chooses. Of a highly available one `node` moves, by the name of
 * its service.
 */
export const MoveInput = DatabaseInput.extend({
  host: emptyAsMissing(z.string().max(255)),
  node: emptyAsMissing(z.string().max(255)),
});
export type MoveInput = z.infer<typeof MoveInput>;

/**
 * Hosts that a database, or a node of it, can move to, most free memory first; `freeBytes` is promised to nobody. `nodes` are those of a highly
 * available one, by number; empty for any other.
 */
export const MoveTargetsView = z.object({
  hosts: z.array(z.object({ name: z.string(), freeBytes: z.number() })),
  nodes: z.array(z.object({ name: z.string(), hostName: z.string().nullable() })),
});
export type MoveTargetsView = z.infer<typeof MoveTargetsView>;

/** What is written since the change is lost by an undo: it takes a yes to that. */
export const UndoChangeInput = DatabaseInput.extend({
  acceptsLoss: z
    .union([z.boolean(), z.stringbool()])
    .pipe(z.literal(true, { error: "Confirm that later writes may be lost." })),
});
export type UndoChangeInput = z.infer<typeof UndoChangeInput>;

/** Whether and how a change to this plan and version can be made now. Sizes in bytes. */
export const ChangeOptionView = z.discriminatedUnion("isAllowed", [
  z.object({
    planId: z.string(),
    version: z.string(),
    isAllowed: z.literal(true),
    way: z.enum(CHANGE_WAYS),
    /** What a database in cache mode gives up to fit. */
    evictedBytes: z.number(),
    /** How often clients are cut: once more when the gateway is replaced first. */
    reconnects: z.number(),
    /** False where there is no way back: the old data is only kept. */
    isUndoable: z.boolean(),
  }),
  z.object({
    planId: z.string(),
    version: z.string(),
    isAllowed: z.literal(false),
    reason: z.string(),
    message: z.string(),
  }),
]);
export type ChangeOptionView = z.infer<typeof ChangeOptionView>;

/** A release of another engine, as `Valkey 8.1.1`, what changes with it, and whether the database can go there now. */
const OtherEngineView = z.object({
  engine: z.string(),
  name: z.string(),
  notes: z.array(z.string()),
  option: ChangeOptionView,
});
export type OtherEngineView = z.infer<typeof OtherEngineView>;

/** The way back to the plan and version before the last change. */
export const UndoView = z.object({
  planId: z.string(),
  engine: z.string(),
  version: z.string(),
  /** The old data is deleted then. */
  availableUntil: z.iso.datetime(),
  /** Bytes of writes since the change, which an undo would lose; null when nobody counted them. */
  lostBytes: z.number().nullable(),
});
export type UndoView = z.infer<typeof UndoView>;

/** Every change of a database, decided by what it holds now: all plans, each with the present and all later versions. */
export const ChangesView = z.object({
  planId: z.string(),
  engine: z.string(),
  version: z.string(),
  usedMemoryBytes: z.number(),
  connectedClients: z.number(),
  /** True when containers of the app are started anew after a change. */
  restartsApp: z.boolean(),
  options: z.array(ChangeOptionView),
  /** The newest build of the present version, and whether it can be taken now; null where it is the one that runs. */
  newerBuild: z.object({ name: z.string(), option: ChangeOptionView }).nullable(),
  otherEngines: z.array(OtherEngineView),
  undo: UndoView.nullable(),
});
export type ChangesView = z.infer<typeof ChangesView>;
