import "server-only";
import { z } from "zod";
import { DomainError } from "../core/errors";
import { knownAddress } from "../core/people/address";
import { safeNextPath } from "../core/people/next-path";
import { providerRefusalWords, readProviderRefusal } from "../core/people/provider-refusals";
import { beginVouchedSession } from "../runtime/auth";
import { platform } from "../runtime/container";
import { log } from "../runtime/log";
import { admitIdentity } from "../services/people/admit-identity";
import { countSignInFrom, noteSignedInFrom } from "../services/people/attempts";
import { refusalOf } from "./refusal";
import { type SealedCookie, setSealedCookie, takeSealedCookie } from "./sealed-cookie";
import { currentSender } from "./sender";
import type { Visitor } from "./visitor";

const Begun = z.object({
  proof: z.object({ state: z.string(), nonce: z.string(), verifier: z.string() }),
  next: z.string(),
});
const BEGUN: SealedCookie<z.infer<typeof Begun>> = {
  name: "openid",
  path: "/sign-in/openid",
  minutes: 10,
  schema: Begun,
};

/** What the sign-in page offers beside the password, and why the last try by it was refused; null where no provider is set. */
export function providerOffer(refused: string | undefined): { name: string; refusal: string | null } | null {
  const name = platform().identityProvider?.name;
  if (name === undefined) return null;
  return {
    name,
    refusal: refused === undefined ? null : providerRefusalWords(readProviderRefusal(refused), name),
  };
}

/** Sends the browser to the provider; `next` is where to go after the sign-in. */
export async function beginProviderSignIn(visitor: Visitor, request: Request): Promise<Response> {
  const next = safeNextPath(new URL(request.url).searchParams.get("next") ?? undefined);
  return leading(visitor, next, async () => {
    const { url, proof } = await requireProvider().begin();
    await setSealedCookie(BEGUN, { proof, next });
    return url;
  });
}

/** Takes who comes back from the provider: signs them in, or leads to the code that is asked for first. */
export async function finishProviderSignIn(visitor: Visitor, request: Request): Promise<Response> {
  const begun = await takeSealedCookie(BEGUN);
  const next = begun?.next ?? "/";
  return leading(visitor, next, async () => {
    const provider = requireProvider();
    if (!begun)
      throw new DomainError(
        "unauthenticated",
        "begin_again",
        providerRefusalWords("begin_again", provider.name),
      );
    const { address, addressGroup } = visitor;
    await countSignInFrom(addressGroup);
    const identity = await provider.finish(new URL(request.url).search, begun.proof);
    const { makesAccounts } = platform();
    const door = { provider: provider.name, makesAccounts, address: knownAddress(address) };
    const { id } = await admitIdentity(identity, door);
    await noteSignedInFrom(addressGroup);
    const { isMultiFactor } = identity;
    const { needsCode } = await beginVouchedSession({ userId: id, isMultiFactor }, await currentSender());
    return needsCode ? `/sign-in/second-factor?next=${encodeURIComponent(next)}` : next;
  });
}

const requireProvider = () => {
  const { identityProvider } = platform();
  if (!identityProvider) throw new DomainError("not_found", "no_provider", "No identity provider is set.");
  return identityProvider;
};

/** Leads to where `work` says; whatever it refuses is told on the sign-in page, which keeps `next`. */
async function leading({ requestId }: Visitor, next: string, work: () => Promise<string>): Promise<Response> {
  const to = (location: string) => new Response(null, { status: 303, headers: { location } });
  try {
    return to(await work());
  } catch (error) {
    const { reason } = refusalOf(error, requestId);
    log.info("sign_in.refused", { requestId, reason });
    return to(`/sign-in?${new URLSearchParams({ refused: reason, ...(next !== "/" && { next }) })}`);
  }
}
