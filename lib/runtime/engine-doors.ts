import type { Duplex } from "node:stream";
import { secureDoor } from "../adapters/gateway/secure-door";
import type { Ways } from "../adapters/gateway/ways";
import {
  doorCertificateName,
  ENGINE_PREFIX,
  engineDoorName,
  engineDoorSecretNames,
  hostOfDoor,
} from "../core/hosts/engine-door";
import { SECOND_MS } from "../core/units";
import { deleteCertificate } from "../db/certificates";
import type { Cipher } from "../ports/cipher";
import type { DockerEngine, Host } from "../ports/docker-engine";
import { engineDoorSecrets, engineDoorService } from "../workflows/specs/engine-door-service";
import { ensureDoorCertificate } from "./certificates";
import { log } from "./log";

const STOP_MS = 20 * SECOND_MS;

/** The way to the engines of other hosts: through the link, end to end encrypted to the door itself. */
export const engineDoors =
  (ways: Ways) =>
  (serviceName: string): Promise<Duplex> =>
    secureDoor(ways, { prefix: ENGINE_PREFIX, serviceName });

type Parts = { engine: DockerEngine; instance: string; cipher: Cipher };

/**
 * A door on every host but our own, as hosts come and go; a Swarm of one has none. While another Berth of the instance runs (`isShared`) on
 * our own as well: it is another's to that one. Call it again and again: it does nothing while the hosts are the same, and with
 * `isThorough` brings back what somebody took away.
 */
export function doorKeeper(
  parts: Parts,
): (hosts: readonly Host[], how: { isThorough: boolean; isShared: boolean }) => Promise<void> {
  let kept: ReadonlySet<string> | undefined;
  return async (hosts, { isThorough, isShared }) => {
    const others = new Set(hosts.flatMap(({ id, isOwn }) => (isOwn && !isShared ? [] : [id])));
    const isKept = kept?.size === others.size && [...kept].every((id) => others.has(id));
    if (isKept && (!isThorough || others.size === 0)) return;
    for (const hostId of await listDoors(parts)) if (!others.has(hostId)) await removeDoor(parts, hostId);
    for (const hostId of others) await openDoor(parts, hostId);
    kept = others;
  };
}

async function listDoors({ engine, instance }: Parts): Promise<string[]> {
  const services = (await engine.listResources()).filter(({ type }) => type === "service");
  return services.flatMap(({ name }) => hostOfDoor(instance, name) ?? []);
}

async function openDoor({ engine, instance, cipher }: Parts, hostId: string): Promise<void> {
  const place = { instance, hostId };
  const secrets = engineDoorSecrets(place, await ensureDoorCertificate(cipher, place));
  for (const secret of secrets) await engine.applySecret(secret);
  await engine.applyService(engineDoorService(place));
  log.debug("engine_door.kept", { hostId });
}

/** Of a host that left the Swarm: should it come back, it has another id. */
async function removeDoor({ engine, instance }: Parts, hostId: string): Promise<void> {
  await engine.removeService(engineDoorName(instance, hostId), STOP_MS);
  await engine.removeSecret(engineDoorSecretNames(instance, hostId).certificate);
  await deleteCertificate(doorCertificateName(hostId));
  log.info("engine_door.removed", { hostId });
}
