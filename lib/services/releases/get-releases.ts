import type { ReleaseView } from "../../contract/releases";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { listReleases } from "../platform/list-releases";

/** Every release with its builds and databases. @throws DomainError `forbidden` but for administrators. */
export async function getReleases(ctx: Context): Promise<ReleaseView[]> {
  requireAdmin(ctx);
  return listReleases(ctx);
}
