import { z } from "zod";
import { ADDON_STATUSES } from "../core/databases/status";
import { AppInput, KeepsBackup } from "./apps";
import { ProviderId, VersionId } from "./engines";

/** A plan as the dialog shows it. Sizes in bytes; `isAvailable` is false when no host has room now. */
export const PlanView = z.object({
  id: z.string(),
  maxMemoryBytes: z.number(),
  cpus: z.number(),
  clientsMax: z.number(),
  hasBackups: z.boolean(),
  isAvailable: z.boolean(),
  /** Three nodes on three hosts, of which another takes over by itself when one is lost. */
  isHighlyAvailable: z.boolean().optional(),
  /** True for a plan that nobody can choose any more. */
  isRetired: z.boolean().optional(),
});
export type PlanView = z.infer<typeof PlanView>;

/** An addon as pages and API show it, with the state of its database. */
export const AddonView = z.object({
  /** `ad-<uuid>` */
  id: z.string(),
  appId: z.string(),
  provider: z.string(),
  resourceId: z.string(),
  /** What people call it; null when nobody has said. */
  name: z.string().nullable(),
  planId: z.string(),
  /** What its database runs now, by that one's provider. */
  engine: z.string(),
  version: z.string(),
  status: z.enum(ADDON_STATUSES),
  createdAt: z.iso.datetime(),
  /** Why it failed, for people; null otherwise. */
  error: z.string().nullable(),
  /** The unfinished operation, else the last one. */
  operationId: z.string().nullable(),
  /** True while that operation is unfinished: no other can begin. */
  isBusy: z.boolean(),
  /** Since when its data is known to be gone from the engine; null while it is there. */
  dataGoneAt: z.iso.datetime().nullable(),
});
export type AddonView = z.infer<typeof AddonView>;

/** `requestKey` is made with the form: the same form sent twice makes one addon. */
export const AddAddonInput = AppInput.extend({
  provider: ProviderId,
  planId: z.string().min(1, { error: "Choose a plan." }),
  version: VersionId.optional(),
  requestKey: z.uuid(),
});
export type AddAddonInput = z.infer<typeof AddAddonInput>;

/** `variableNames` are those that the app will have of it. */
export const AddedAddonView = z.object({
  addon: AddonView,
  operationId: z.string(),
  variableNames: z.array(z.string()),
});
export type AddedAddonView = z.infer<typeof AddedAddonView>;

/** `addon` is the addon's id, its resource id, or its provider when the app has one such addon. */
export const AddonInput = AppInput.extend({ addon: z.string().min(1) });
export type AddonInput = z.infer<typeof AddonInput>;

/** `addon` is the addon's id or resource id; `confirm` is the resource id, typed. */
export const RemoveAddonInput = AppInput.extend({
  addon: z.string().min(1),
  confirm: z.string(),
  keepsBackup: KeepsBackup,
});
export type RemoveAddonInput = z.infer<typeof RemoveAddonInput>;
