import { DomainError } from "../../core/errors";
import { hostTrouble } from "../../core/hosts/state";
import { findKnownHost } from "../../db/hosts";
import type { NodeRow } from "../../db/nodes";

/** @throws DomainError `conflict` reason `host_gone` while the node's host is away; `then` says what that means. */
export async function assertHostThere({ hostId }: Pick<NodeRow, "hostId">, then: string): Promise<void> {
  const host = await findKnownHost(hostId);
  const trouble = host && hostTrouble(host);
  if (trouble !== null) throw new DomainError("conflict", "host_gone", `${trouble} ${then}`);
}
