import type { SshKeyView } from "../../contract/tokens";
import { listSshKeys as listRows } from "../../db/ssh-keys";
import { requireAccount } from "../access";
import type { Context } from "../context";
import { sshKeyView } from "./view";

/** One's own public keys, newest first. @throws DomainError `forbidden` for a token of one app. */
export async function listSshKeys(ctx: Context): Promise<SshKeyView[]> {
  requireAccount(ctx, "look");
  return (await listRows(ctx.actor.userId)).map(sshKeyView);
}
