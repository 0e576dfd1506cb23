/** Where an addon is in its life; `failed` is one that could not be made, or not be taken away. */
export const ADDON_STATUSES = ["provisioning", "running", "removing", "removed", "failed"] as const;
/** One of ADDON_STATUSES. Stored: a name never changes once released. */
export type AddonStatus = (typeof ADDON_STATUSES)[number];

/**
 * Where a node is in its life: a removed one may have its volume kept. Of a highly available database one is `active`, the master when
 * it was last asked for, and the others are on `standby`.
 */
export const NODE_STATUSES = ["starting", "active", "standby", "removed"] as const;
/** One of NODE_STATUSES. Stored: a name never changes once released. */
export type NodeStatus = (typeof NODE_STATUSES)[number];
