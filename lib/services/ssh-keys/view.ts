import type { SshKeyView } from "../../contract/tokens";
import type { SshKeyRow } from "../../db/ssh-keys";

/** A public key as browser and API see it. */
export const sshKeyView = ({ createdAt, ...key }: SshKeyRow): SshKeyView => ({
  ...key,
  createdAt: createdAt.toISOString(),
});
