import { DomainError } from "../../core/errors";
import type { Host } from "../../ports/docker-engine";
import type { Ports } from "../context";

/** The host of that name or id, and the others. @throws DomainError `not_found`. */
export async function findHost(
  { engine }: Ports,
  wanted: string,
): Promise<{ host: Host; others: readonly Host[] }> {
  const hosts = await engine.listHosts();
  const host = hosts.find(({ id }) => id === wanted) ?? hosts.find(({ name }) => name === wanted);
  if (!host) throw new DomainError("not_found", "host", `There is no host ${wanted} in the Swarm.`);
  return { host, others: hosts.filter(({ id }) => id !== host.id) };
}
