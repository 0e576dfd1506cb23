import { DomainError } from "../../core/errors";
import type { Claims } from "../../ports/token-signer";
import type { Actor, Ports } from "../context";
import { endOf } from "../tokens/exchange-token";

/** A token to read logs with and nothing else, as it stands in an address. @throws DomainError `forbidden` in the browser, which needs none. */
export async function logsToken({ signer }: Ports, actor: Actor, claims: Claims): Promise<string> {
  const { userId, tokenId } = actor;
  if (tokenId === null)
    throw new DomainError("forbidden", "token_only", "Ask with an API token: a session needs none.");
  return signer.sign({ ...claims, sub: userId, tid: tokenId }, endOf(actor));
}
