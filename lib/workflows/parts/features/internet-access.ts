import { gatewayName, publicGateName } from "../../../core/databases/names";
import { NO_PUBLIC_HOST, PublicOptions } from "../../../core/databases/network";
import { DomainError, hasReason, passesOr } from "../../../core/errors";
import { SECOND_MS } from "../../../core/units";
import { type DatabaseRow, loadDatabase } from "../../../db/databases";
import { releasePublicPort, setAllowedNetworks, takePublicPort } from "../../../db/public-gates";
import type { Task } from "../../../ports/docker-engine";
import type { Deps } from "../../deps";
import { renewCertificate } from "../certificate";
import { nameOf } from "../database";
import { replaceGateway } from "../gateway";
import { applyPublicGate, removePublicGate } from "../public-gate";
import type { FeaturePart } from "./part";

const OPEN_MS = 30 * SECOND_MS;
const CLOSED = "public_gate_closed";
/** The host of this control plane, where a network may not lead back to its own public address. */
const HERE = "127.0.0.1";

/** A port of the host, of a group one of each host, that leads to the gateway. Nothing of it touches the clients inside. */
export const INTERNET_ACCESS: FeaturePart = {
  apply: (deps, { database: { id }, to }) =>
    to.isOn ? open(deps, id, PublicOptions.parse(to.options)) : close(deps, id),
  check: async (deps, { database: { id }, to }) => {
    if (!to.isOn) return;
    const database = await loadDatabase(id);
    await waitForGate(deps, database);
    await checkFromOutside(deps, database);
  },
};

async function open(deps: Deps, id: string, { networks }: PublicOptions): Promise<void> {
  publicHostOf(deps);
  if ((await takePublicPort(id, deps.publicPorts)) === null)
    throw new DomainError(
      "conflict",
      "no_public_port",
      "Every port for databases with internet access is taken. An administrator can set more: BERTH_PUBLIC_PORTS.",
    );
  await setAllowedNetworks(id, networks);
  const database = await loadDatabase(id);
  // It may be from before there was a public name.
  const replace = () => replaceGateway(deps, database);
  await renewCertificate(deps, database, { now: new Date(), replace });
  await applyPublicGate(deps, database);
}

/** The port is free for others, or another one for this database, only once nobody listens there. */
async function close(deps: Deps, id: string): Promise<void> {
  await removePublicGate(deps, await loadDatabase(id));
  await releasePublicPort(id);
}

function publicHostOf({ publicHost }: Deps): string {
  if (publicHost !== null) return publicHost;
  throw new DomainError("conflict", "no_public_host", NO_PUBLIC_HOST);
}

async function waitForGate(deps: Deps, database: DatabaseRow): Promise<void> {
  const serviceName = publicGateName(nameOf(deps, database));
  await deps.waitUntil(
    async () => {
      const tasks = await deps.engine.listTasks(serviceName);
      const newest = newestOfHosts(tasks.filter(({ revision }) => revision >= database.publicRevision));
      const closed = newest.find(({ state }) => state !== "running");
      if (newest.length > 0 && !closed) return;
      const why = closed?.error ?? "it is still being prepared";
      throw new DomainError(
        "conflict",
        CLOSED,
        `Port ${database.publicPort} of the host is not open: ${why}.`,
      );
    },
    { timeoutMs: OPEN_MS, passes: passesOr(CLOSED) },
  );
}

/** Of tasks, the newest first: one that ended before another was started in its place tells nothing. */
const newestOfHosts = (tasks: readonly Task[]): Task[] => [
  ...new Map(tasks.toReversed().map((task) => [task.hostId, task])).values(),
];

/** A whole handshake with the certificate proven, up to Redis; where only some networks may come and this machine is in none, that it is cut off. */
async function checkFromOutside(deps: Deps, database: DatabaseRow): Promise<void> {
  const publicHost = publicHostOf(deps);
  const { publicPort, allowedNetworks } = database;
  const port = publicPort ?? 0;
  const serviceName = gatewayName(nameOf(deps, database));
  await deps.waitUntil(() => deps.gateways.knock({ serviceName }, publicHost), { timeoutMs: OPEN_MS });
  const isRefused = (error: unknown) => allowedNetworks.length > 0 && hasReason(error, "tls_cut");
  const ask = async (host: string) => {
    const said = await deps.gateways.knock({ host, port }, publicHost).catch((error: unknown) => {
      if (isRefused(error)) return null;
      throw error;
    });
    if (said === null || said.startsWith("-NOAUTH")) return;
    throw new DomainError("conflict", "not_as_asked", `${host}:${port} answers with "${said}".`);
  };
  const askAnywhere = () =>
    ask(publicHost).catch((error: unknown) => ask(HERE).catch(() => Promise.reject(error)));
  await deps.waitUntil(askAnywhere, { timeoutMs: OPEN_MS });
}
