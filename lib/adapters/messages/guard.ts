import { lookup as systemLookup } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { decideReach } from "../../core/notifiers/reach";
import { ownNetworks } from "./own-networks";
import { addressRefused } from "./refusals";

export type Address = { address: string; family: number };
/** Every address of a name, as the system knows them now. */
export type Resolve = (name: string) => Promise<Address[]>;

export type Guard = {
  /** For the connection itself: it leads to an address that was decided on in that very moment, whatever the name led to before. */
  lookup: LookupFunction;
  /** @throws DomainError `invalid` for a host that may not be reached; one whose name is unknown now passes. */
  check(host: string): Promise<void>;
  /** The same of what is no name, for which no connection ever looks anything up. @throws DomainError */
  checkLiteral(host: string): void;
};

const resolveBySystem: Resolve = (name) => systemLookup(name, { all: true });

/** "[::1]" as it stands in a URL. */
const bare = (host: string): string => host.replace(/^\[|\]$/g, "");

/** Lets connections only to addresses that `decideReach` allows; private `allowed` networks among them. */
export function newGuard(allowed: readonly string[], resolve: Resolve = resolveBySystem): Guard {
  const decide = (address: string) => decideReach(address, { own: ownNetworks(allowed), allowed });

  /** One refused address refuses the name: which one a connection takes is not ours to choose. */
  function assertAllowed(addresses: readonly Address[]): void {
    for (const { address } of addresses) {
      const decision = decide(address);
      if (!decision.allowed) throw addressRefused(decision.reason);
    }
  }

  const checkLiteral = (host: string): void => {
    if (isIP(bare(host))) assertAllowed([{ address: bare(host), family: isIP(bare(host)) }]);
  };

  return {
    checkLiteral,
    async check(host) {
      checkLiteral(host);
      if (!isIP(bare(host))) assertAllowed(await resolve(host).catch(() => []));
    },
    lookup(name, { all }, callback) {
      resolve(name)
        .then((addresses) => {
          assertAllowed(addresses);
          const [first] = addresses;
          if (all) callback(null, addresses);
          else callback(null, first?.address ?? "", first?.family);
        })
        .catch((error: NodeJS.ErrnoException) => callback(error, ""));
    },
  };
}
