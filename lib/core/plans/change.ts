import { canBeHighlyAvailable, chooseGroupHosts } from "../availability/offer";
import { databaseMemoryBytes } from "../databases/memory";
import type { Catalog } from "../engines/catalog/release";
import type { Engine } from "../engines/engine";
import { canLoad, canReplicate, serverNamed } from "../engines/replication";
import { laterVersions, offeredVersions } from "../engines/versions";
import { type Candidate, chooseHost } from "../hosts/choose";
import { formatBytes } from "../units";
import type { Plan } from "./catalog";

/** So much of the new plan may be full at most, so that the data has room to grow and to be copied. */
export const FILL_MAX = 0.9;

/**
 * How a change is made. `hand-off`: a new Redis follows the old one and takes over, a pause of some milliseconds. `stop-first`: where
 * no host has room for both, the old one is stopped before the new one starts, a pause of seconds to minutes.
 */
export const CHANGE_WAYS = ["hand-off", "stop-first"] as const;
/** One of CHANGE_WAYS. */
export type ChangeWay = (typeof CHANGE_WAYS)[number];

/** All that a change is decided by: what runs, what is wanted, and what the hosts have left. Sizes in bytes. */
export type ChangeInput = {
  /** Of the node that serves. */
  engine: Engine;
  catalog: Catalog;
  from: {
    planId: string;
    version: string;
    hostId: string;
    reservedBytes: number;
    /** True of a highly available database. */
    isGroup?: boolean;
  };
  /** `isNewerBuild`: the version stays, and is to be had as a newer build. Without an engine it stays. */
  to: { plan: Plan; engine?: Engine; version: string; isNewerBuild?: boolean };
  /** What INFO said of the node that serves. */
  data: { usedMemoryBytes: number; connectedClients: number; isEvicting: boolean; hasFieldTtl?: boolean };
  hosts: readonly Candidate[];
  /** What our own nodes reserve by host id, in bytes. */
  reservedByHost: ReadonlyMap<string, number>;
  plans: readonly Plan[];
};

/** How a change is made and how many bytes it evicts, or why it cannot be made. */
export type ChangeDecision =
  | {
      allowed: true;
      way: ChangeWay;
      /** What a database in cache mode gives up to fit, in bytes; 0 for any other. */
      evictedBytes: number;
      /** False to and from a group: its nodes cannot go back in one, and the old data is only kept. */
      isUndoable: boolean;
    }
  | { allowed: false; reason: ChangeRefusal; message: string };

type ChangeRefusal =
  | "unchanged"
  | "version_unknown"
  | "version_older"
  | "format_unreadable"
  | "field_ttl"
  | "data_too_large"
  | "too_many_clients"
  | "no_failover"
  | "no_room"
  | "too_few_hosts"
  | "no_host_ready";

/** Says how a change of plan, version or both can be made now, or why not and what to do. */
export function decideChange(input: ChangeInput): ChangeDecision {
  const { engine, from, to } = input;
  const isSameEngine = (to.engine ?? engine).provider === engine.provider;
  const isSame = isSameEngine && from.version === to.version;
  if (isSame && from.planId === to.plan.id && !to.isNewerBuild)
    return refuse(
      "unchanged",
      `The database has the plan ${to.plan.id} and ${engine.name} ${to.version} already.`,
    );
  const decision =
    (isSame ? null : refuseForVersion(input)) ??
    refuseForGroup(input) ??
    refuseForSize(input) ??
    decideWay(input);
  return (isSame ? null : refuseForFile(input, decision)) ?? decision;
}

/** Where the old node is stopped first, the new one begins with its file, which not everybody loads who could follow it. */
function refuseForFile({ engine, from, to }: ChangeInput, decision: ChangeDecision): Refused | null {
  if (!decision.allowed || decision.way !== "stop-first") return null;
  const next = to.engine ?? engine;
  const servers = { from: serverNamed(engine, from.version), to: serverNamed(next, to.version) };
  if (canLoad(servers).allowed) return null;
  return refuse(
    "no_room",
    `No host has room for both at once, and ${servers.to.name} does not load the file that ${servers.from.name} would leave. Choose a smaller plan, remove a database, or add a host.`,
  );
}

/** Another version, of whichever engine: on offer, and one that reads what the present one writes. Within an engine it never goes back. */
function refuseForVersion({ engine, catalog, from, to, data }: ChangeInput): Refused | null {
  const next = to.engine ?? engine;
  if (!offeredVersions(catalog, next).includes(to.version))
    return refuse("version_unknown", `${next.name} ${to.version} is not on offer.`);
  if (next.provider !== engine.provider) {
    const reading = canReplicate({
      from: serverNamed(engine, from.version, data.hasFieldTtl),
      to: serverNamed(next, to.version),
    });
    return reading.allowed ? null : reading;
  }
  if (laterVersions(catalog, engine, from.version).includes(to.version)) return null;
  return refuse(
    "version_older",
    `${engine.name} ${to.version} cannot read what ${engine.name} ${from.version} wrote. Choose a later version.`,
  );
}

/** What a group cannot be. */
function refuseForGroup({ engine, to }: ChangeInput): Refused | null {
  if (!to.plan.isHighlyAvailable) return null;
  const decision = canBeHighlyAvailable(to.engine ?? engine, to.version);
  return decision.allowed ? null : decision;
}

type Refused = ChangeDecision & { allowed: false };

const refuse = (reason: ChangeRefusal, message: string): Refused => ({
  allowed: false,
  reason,
  message,
});

function refuseForSize({ to: { plan }, data, plans }: ChangeInput): ChangeDecision | null {
  if (data.connectedClients > plan.clientsMax)
    return refuse(
      "too_many_clients",
      `${data.connectedClients} clients are connected, the plan ${plan.id} lets in ${plan.clientsMax}. Close some of them, or choose a larger plan.`,
    );
  if (fits(data.usedMemoryBytes, plan) || data.isEvicting) return null;
  const larger = plans.find((other) => fits(data.usedMemoryBytes, other));
  const instead = larger ? `, or choose ${larger.id}` : "";
  return refuse(
    "data_too_large",
    `${formatBytes(data.usedMemoryBytes)} of data, the plan ${plan.id} holds ${formatBytes(plan.maxMemoryBytes)} and a tenth of it has to be free: delete data, switch on cache mode${instead}.`,
  );
}

const fits = (usedBytes: number, plan: Plan): boolean => usedBytes <= plan.maxMemoryBytes * FILL_MAX;

function decideWay({ from, to, data, hosts, reservedByHost }: ChangeInput): ChangeDecision {
  const needBytes = databaseMemoryBytes(to.plan);
  const evictedBytes = Math.max(0, Math.ceil(data.usedMemoryBytes - to.plan.maxMemoryBytes * FILL_MAX));
  if (to.plan.isHighlyAvailable) {
    const places = chooseGroupHosts({ hosts, reservedByHost, plan: to.plan });
    return places.allowed ? { allowed: true, way: "hand-off", evictedBytes, isUndoable: false } : places;
  }
  const wanted = { reservedByHost, needBytes };
  const beside = chooseHost({ hosts, ...wanted });
  if (beside.allowed) return { allowed: true, way: "hand-off", evictedBytes, isUndoable: !from.isGroup };
  // Stopped first, the old node leaves its room to the new one, which needs the data of that host.
  const left = new Map(reservedByHost).set(
    from.hostId,
    (reservedByHost.get(from.hostId) ?? 0) - from.reservedBytes,
  );
  const own = hosts.filter(({ id }) => id === from.hostId);
  const instead = chooseHost({ hosts: own, ...wanted, reservedByHost: left });
  if (instead.allowed && !from.isGroup)
    return { allowed: true, way: "stop-first", evictedBytes, isUndoable: true };
  return beside.reason === "no_host_ready"
    ? refuse("no_host_ready", "No host is ready. Check the engine, then try again.")
    : refuse(
        "no_room",
        `No host has ${formatBytes(needBytes)} of free memory for the plan ${to.plan.id}. Choose a smaller plan, remove a database, or add a host.`,
      );
}
