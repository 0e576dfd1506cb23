import type { HostView } from "../../contract/instance";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { hostViews } from "./host-views";

/** Machines of the Swarm by name. @throws DomainError `forbidden` but for administrators; `unavailable` while the engine does not answer. */
export async function listHosts(ctx: Context): Promise<HostView[]> {
  requireAdmin(ctx);
  return hostViews(ctx);
}
