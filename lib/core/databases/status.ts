/** Where an addon is in its life; `failed` is one that could not be made, or not be taken away. */
export const ADDON_STATUSES = ["provisioning", "running", "removing", "removed", "failed"] as const;
export type AddonStatus = (typeof ADDON_STATUSES)[number];

/** Where a node is in its life: a removed one may have its volume kept. */
export const NODE_STATUSES = ["starting", "active", "removed"] as const;
export type NodeStatus = (typeof NODE_STATUSES)[number];
