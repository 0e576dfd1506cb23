import type { FeatureSetting } from "../../../core/features/features";
import type { Tx } from "../../../db/client";
import type { DatabaseRow } from "../../../db/databases";
import type { Deps } from "../../deps";

/** A feature on its way: `database` has it in its records as it is to be. */
export type Switch = { database: DatabaseRow; to: FeatureSetting };

/** What a feature is for the engine. Every part may be repeated, and does both ways. */
export type FeaturePart = {
  /** Makes it so on what runs, and for whatever starts again. */
  apply: (deps: Deps, change: Switch) => Promise<void>;
  /** Finds out from the outside, as a client would. @throws DomainError `conflict` when it is not so. */
  check: (deps: Deps, change: Switch) => Promise<void>;
  /** Written with the end of the switch. */
  record?: (deps: Deps, tx: Tx, change: Switch) => Promise<void>;
};
