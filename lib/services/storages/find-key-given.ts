import { findSecretTime } from "../../db/secrets";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { KEY_SHOWN } from "./download-recovery-key";

/** When the recovery key was downloaded, in UTC; null while it was not. @throws DomainError `forbidden` but for administrators. */
export async function findKeyGiven(ctx: Context): Promise<string | null> {
  requireAdmin(ctx);
  return (await findSecretTime(KEY_SHOWN))?.toISOString() ?? null;
}
