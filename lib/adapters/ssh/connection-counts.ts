import type { SshLimits } from "../../core/ssh/limits";

/** Counts who is in, so that nobody takes all the room. What is counted is given back by the function that is answered; null means full. */
export function connectionCounts(limits: SshLimits) {
  const counts = new Map<string, number>();
  const countOf = (name: string): number => counts.get(name) ?? 0;

  function enter(name: string, max: number): (() => void) | null {
    if (countOf(name) >= max) return null;
    counts.set(name, countOf(name) + 1);
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      if (countOf(name) === 1) counts.delete(name);
      else counts.set(name, countOf(name) - 1);
    };
  }

  return {
    enterConnection: () => enter("connections", limits.connectionsMax),
    enterStranger: (address: string) => enter(`stranger ${address}`, limits.strangersPerAddressMax),
    enterKey: (key: string) => enter(`key ${key}`, limits.connectionsPerKeyMax),
    enterTunnel: () => enter("tunnels", limits.tunnelsMax),
    counts: () => ({ connections: countOf("connections"), tunnels: countOf("tunnels") }),
  };
}
export type ConnectionCounts = ReturnType<typeof connectionCounts>;
