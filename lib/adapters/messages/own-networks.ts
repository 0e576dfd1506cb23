import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";

/** Of Berth's overlay networks. */
const OVERLAYS = "10.192.0.0/10";
/** What the engine calls its bridges: https://docs.docker.com/engine/network/drivers/bridge/ */
const BRIDGE = /^(docker\d|docker_gwbridge|br-[0-9a-f]{12})$/;

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * Networks that nothing is ever sent into, as CIDR: those of the engine, and every address of this machine but one that is allowed by
 * itself: a network around it is no such allowance.
 */
export function ownNetworks(
  allowed: readonly string[],
  interfaces: Interfaces = networkInterfaces(),
): string[] {
  const own = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses.flatMap(({ address, family, cidr }) => {
      if (BRIDGE.test(name) && cidr) return [cidr];
      const alone = `${address}/${family === "IPv6" ? 128 : 32}`;
      return allowed.includes(alone) ? [] : [alone];
    }),
  );
  return [OVERLAYS, ...own];
}
