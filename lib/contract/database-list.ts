import { z } from "zod";
import type { AddonStatus } from "../core/databases/status";

/** What a list of databases is narrowed to. */
const DATABASE_FILTERS = ["all", "attention", "upgrade"] as const;
/** What a list of databases is sorted by; those of figures begin with the highest. */
const DATABASE_ORDERS = ["name", "app", "memory", "connections"] as const;

const PAGES_MAX = 10_000;

/** From a page's address: what is not understood counts as not given. `q` is part of a resource id, a name, a note, an app's name or its image, in any case. */
export const ListDatabasesInput = z.object({
  q: z.string().trim().max(200).catch("").default(""),
  filter: z.enum(DATABASE_FILTERS).catch("all").default("all"),
  plan: z.string().max(100).catch("").default(""),
  host: z.string().max(255).catch("").default(""),
  order: z.enum(DATABASE_ORDERS).catch("name").default("name"),
  page: z.coerce.number().int().min(1).max(PAGES_MAX).catch(1).default(1),
});
export type ListDatabasesInput = z.infer<typeof ListDatabasesInput>;

/** A database in a list. Ratios from 0 on, of the plan's limits; null where nobody has seen them, or the plan is unknown. */
export type DatabaseListItem = {
  resourceId: string;
  /** What people call it; null when nobody has said. */
  name: string | null;
  note: string | null;
  appName: string;
  planId: string;
  status: AddonStatus;
  engine: string;
  version: string;
  /** Where its active node is; null while there is none. */
  hostName: string | null;
  /** The newest version on offer above its own; null when there is none. */
  upgradeTo: string | null;
  memoryRatio: number | null;
  connectionsRatio: number | null;
  /** Why Redis did not answer when it was last looked at; null when it did, or never was. */
  failure: string | null;
  /** True when its data is known to be gone from the engine. */
  isDataGone: boolean;
  firingAlerts: number;
  /** Time of the last proven backup, ISO 8601; null when there is none. */
  provenAt: string | null;
};

/** A page of databases; `total` counts all of them. `hosts` are those of all databases that one may see, sorted. */
export type DatabasePage = {
  databases: DatabaseListItem[];
  hosts: string[];
  page: number;
  pages: number;
  total: number;
};
