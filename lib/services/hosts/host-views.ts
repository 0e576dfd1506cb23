import type { HostView } from "../../contract/instance";
import { freeBytesOf } from "../../core/hosts/choose";
import { findKnown } from "../../core/plans/catalog";
import { listKnownHosts } from "../../db/hosts";
import { countByHostAndPlan } from "../../db/nodes";
import type { Ports } from "../context";
import { drainViews } from "./drain-views";

/** Machines of the Swarm by name. @throws DomainError `unavailable` while the engine does not answer. */
export async function hostViews({ engine, plans }: Pick<Ports, "engine" | "plans">): Promise<HostView[]> {
  const [hosts, groups, known] = await Promise.all([
    engine.listHosts(),
    countByHostAndPlan(),
    listKnownHosts(),
  ]);
  const drains = await drainViews(hosts);
  const sinceOf = (id: string) => known.find((host) => host.id === id)?.since.toISOString() ?? null;
  return hosts.map((host) => {
    const own = groups.filter(({ hostId }) => hostId === host.id);
    const sum = (of: (group: (typeof own)[number]) => number): number =>
      own.reduce((total, group) => total + of(group), 0);
    const promisedBytes = sum(({ reservedBytes }) => reservedBytes);
    const { reservedByOthersBytes: othersBytes, ...rest } = host;
    return {
      ...rest,
      since: sinceOf(host.id),
      othersBytes,
      promisedBytes,
      freeBytes: freeBytesOf(host, promisedBytes),
      promisedCpus: sum(({ planId, nodes }) => (findKnown(plans, planId)?.cpus ?? 0) * nodes),
      databases: sum(({ nodes }) => nodes),
      drain: drains.get(host.id) ?? null,
    };
  });
}
