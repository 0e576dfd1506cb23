import { join } from "node:path";
import { ageArchives } from "../../adapters/archives/age";
import { dockerodeEngine } from "../../adapters/docker/dockerode/engine";
import { embeddedPostgres } from "../../adapters/postgres/embedded";
import { openStorage } from "../../adapters/storage/open";
import { placeOf } from "../../core/backups/storage";
import { nodeName } from "../../core/databases/names";
import { DomainError, hasReason } from "../../core/errors";
import type { RecordsObject } from "../../core/records/objects";
import { formatBytes } from "../../core/units";
import { loadRecords } from "../../db/records/load";
import type { StorageLocation } from "../../ports/backup-storage";
import type { DockerEngine } from "../../ports/docker-engine";
import type { Config } from "../config";
import { embeddedUrl, postgresHome } from "../container";
import { HOST_KEY_FILE } from "../host-key";
import { type Instance, KEY_FILE, newInstance, writeInstance, writePrivately } from "../instance";
import { PLANS_FILE } from "../retired-plans";
import { type Adopted, adoptRecords, assertKey } from "./adopt";
import { findRecords } from "./find";
import { dropStaging, markWhole, moveIntoPlace, openStaging, type Staging } from "./staging";
import { getSource } from "./stored";
import { OwnFiles, PRISMA_DIR } from "./world";

type Print = (line: string) => void;
export type RecoverInput = { location: StorageLocation; identity: string; instance: string | undefined };

type Recovery = RecoverInput & { settings: Config; staging: Staging; print: Print };

/**
 * Brings Berth back on a machine that has none: the newest backup of its records that a storage holds is loaded into a PostgreSQL of its
 * own, and becomes the Berth of the data folder once all of it is there. One that was cut off is run again.
 * @throws DomainError with what is in the way; then the data folder is as it was.
 */
export async function recover(print: Print, settings: Config, input: RecoverInput): Promise<void> {
  if (settings.DATABASE_URL)
    throw new DomainError(
      "conflict",
      "records_elsewhere",
      "DATABASE_URL is set: those records are yours to bring back. Leave it out to recover into a PostgreSQL that Berth runs.",
    );
  const { BERTH_DATA_DIR: dataDir } = settings;
  const staging = await openStaging(dataDir);
  if (staging.isWhole)
    print("An earlier recovery was cut off when everything was there: it is finished now.");
  else
    try {
      await fill({ ...input, settings, staging, print });
    } catch (error) {
      await dropStaging(staging);
      throw error;
    }
  moveIntoPlace(staging, dataDir);
  print(`Berth is back in ${dataDir}. Start it: bin/up`);
  print("Then bring back databases whose data is not on this machine, all at once: bin/admin restore-all");
}

async function fill(recovery: Recovery): Promise<void> {
  const { location, instance, settings, staging, print } = recovery;
  const place = placeOf(location);
  const storage = openStorage(location);
  const found = await findRecords(storage, { instance, place });
  const id = found[0]?.instance ?? "";
  // Before anything is made: an engine that does not answer is told at once.
  const isGone = await lookForData(
    dockerodeEngine({ instance: id, socketPath: settings.BERTH_DOCKER_SOCKET }),
    id,
  );
  const loaded = await loadNewest(recovery, found, await newInstance(id));
  const { own, inPlace, object, figures } = loaded;
  assertKey(settings.BERTH_KEY, own.key);
  const held = await adoptRecords({
    databaseUrl: embeddedUrl(inPlace),
    instance: id,
    key: Buffer.from(own.key, "base64"),
    location,
    object,
    figures,
    isGone,
  });
  await postgresOf(staging, inPlace).stop();
  writeOwn(recovery, own, inPlace);
  markWhole(staging);
  print(`${held.apps} apps and ${held.databases} databases are in the records.`);
  if (held.gone > 0) print(`The data of ${held.gone} of the databases is not on this machine.`);
}

/** A host that left the Swarm has nothing any more; of the only one it is known what it has. Others are looked at by the sweep. */
async function lookForData(engine: DockerEngine, instance: string): Promise<Adopted["isGone"]> {
  const hostIds = (await engine.listHosts()).map(({ id }) => id);
  const resources = await engine.listResources();
  const volumes = new Set(resources.flatMap(({ type, name }) => (type === "volume" ? [name] : [])));
  return ({ hostId, resourceId, nodeNumber }) =>
    !hostIds.includes(hostId) ||
    (hostIds.length === 1 && !volumes.has(nodeName({ instance, resourceId }, nodeNumber)));
}

type Loaded = Pick<Adopted, "object" | "figures"> & { own: OwnFiles; inPlace: Instance };

const postgresOf = ({ dir }: Staging, { postgresPort: port, postgresPassword: password }: Instance) =>
  embeddedPostgres({ homeDir: postgresHome(dir), port, password });

/** One that is spoilt is told, and the one before it is taken. @throws what was wrong with the last. */
async function loadNewest(
  recovery: Recovery,
  found: readonly RecordsObject[],
  inPlace: Instance,
): Promise<Loaded> {
  let failure: unknown;
  for (const object of found)
    try {
      return await load(recovery, object, inPlace);
    } catch (error) {
      if (hasReason(error, "archive_of_other_key")) throw wrongKey(error);
      if (!hasReason(error, "archive_spoilt", "records_spoilt")) throw error;
      recovery.print(`The backup of ${object.takenAt.toISOString()} cannot be used: ${error.message}`);
      failure = error;
      // Everything anew, so that nothing of a spoilt one stays.
      await openStaging(recovery.settings.BERTH_DATA_DIR);
    }
  throw failure;
}

const wrongKey = (cause: unknown) =>
  new DomainError(
    "invalid",
    "wrong_recovery_key",
    "This is the recovery key of another Berth: it does not open the backups there. Look for the file berth-INSTANCE-recovery-key.txt of this one.",
    { cause },
  );

async function load(
  { location, identity, staging, print }: Recovery,
  object: RecordsObject,
  inPlace: Instance,
): Promise<Loaded> {
  const startedAt = Date.now();
  const source = await getSource(openStorage(location), object.name);
  // Nothing is made for a key that opens nothing.
  await ageArchives.openArchive(source, identity);
  print(`Backup of ${object.takenAt.toISOString()}, ${formatBytes(source.bytes)}`);
  await postgresOf(staging, inPlace).start();
  const content = ageArchives.readDump(source, identity);
  const { about, rows } = await loadRecords(embeddedUrl(inPlace), { content, prismaDir: PRISMA_DIR });
  const own = OwnFiles.safeParse(about);
  if (!own.success || own.data.instance !== object.instance)
    throw new DomainError("invalid", "records_spoilt", "The copy of the records does not say whose it is.");
  const figures = { bytes: source.bytes, rows, proofMs: Date.now() - startedAt };
  return { own: own.data, inPlace, object, figures };
}

function writeOwn({ settings, staging: { dir } }: Recovery, own: OwnFiles, inPlace: Instance): void {
  if (!settings.BERTH_KEY) writePrivately(join(dir, KEY_FILE), `${own.key}\n`);
  if (own.hostKey) writePrivately(join(dir, HOST_KEY_FILE), own.hostKey);
  if (own.plans) writePrivately(join(dir, PLANS_FILE), own.plans);
  writeInstance(dir, inPlace);
}
