import { z } from "zod";
import { MEMBER_ROLES } from "../../core/availability/state";
import type { DatabasePartView, GroupView } from "../databases";

/** What a part of a database can be, in the words of the API. */
export const INSTANCE_STATUSES = ["booting", "running", "stopped"] as const;

/** What a part is in those words. */
export const INSTANCE_STATUS = {
  active: "running",
  standby: "running",
  starting: "booting",
  removed: "stopped",
} as const;

/** A part of a database and how it is. */
export const ApiInstanceStatus = z.object({
  id: z.string(),
  type: z.enum(["db-node", "gateway"]),
  status: z.enum(INSTANCE_STATUSES),
  role: z.enum(["leader", "follower"]).nullable().describe("Null for a gateway."),
  high_availability: z
    .object({
      node: z.string().describe("Its service on the engine."),
      host: z.string().nullable(),
      state: z
        .enum(MEMBER_ROLES)
        .describe(
          "`joining` copies the data, `stray` was replaced and does not follow yet, `silent` does not answer.",
        ),
      lag_bytes: z.number().nullable().describe("What the master has written and it has not."),
    })
    .nullable()
    .describe("Of the nodes of a highly available database, as they are now; null for anything else."),
});

/** Whether a part of a database runs, in the words of the API. */
export function toApiInstanceStatus(
  view: DatabasePartView,
  group: GroupView | null,
): z.infer<typeof ApiInstanceStatus> {
  const node = group?.nodes.find(({ name }) => name === view.name);
  const isLeader = node ? node.state === "master" : view.status === "active";
  return {
    id: view.id,
    type: view.kind === "node" ? "db-node" : "gateway",
    status: node?.state === "silent" ? "stopped" : INSTANCE_STATUS[view.status],
    role: view.kind === "gateway" ? null : isLeader ? "leader" : "follower",
    high_availability: node
      ? { node: node.name, host: node.hostName, state: node.state, lag_bytes: node.lagBytes }
      : null,
  };
}
