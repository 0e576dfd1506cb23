/** An object with Berth's own records, as its name tells it. */
export type RecordsObject = {
  name: string;
  instance: string;
  storageId: string;
  backupId: string;
  takenAt: Date;
};

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const NAME = new RegExp(`^(b[0-9a-z]{5})/records/(${UUID})/(\\d{14})-(${UUID})\\.tar\\.gz\\.age$`);

/** Every object with records of an instance begins so. */
export const recordsPrefix = (instance: string): string => `${instance}/records/`;

/** `20260102030405`, in UTC. */
const digitsOf = (at: Date): string => at.toISOString().slice(0, 19).replace(/\D/g, "");

/** The folder in the archive, and the beginning of the object's name. */
export const recordsFolder = (takenAt: Date): string => `${digitsOf(takenAt)}_records`;

/** Tells whoever has nothing but the storage which Berth, which of its storages and which moment it is of. */
export const recordsObjectName = (object: Omit<RecordsObject, "name">): string =>
  `${recordsPrefix(object.instance)}${object.storageId}/${digitsOf(object.takenAt)}-${object.backupId}.tar.gz.age`;

/** Null for what is no object with records. */
export function readRecordsName(name: string): RecordsObject | null {
  const [, instance, storageId, digits, backupId] = NAME.exec(name) ?? [];
  if (!instance || !storageId || !digits || !backupId) return null;
  const iso = digits.replace(/(....)(..)(..)(..)(..)(..)/, "$1-$2-$3T$4:$5:$6Z");
  const takenAt = new Date(iso);
  return Number.isNaN(takenAt.getTime()) ? null : { name, instance, storageId, backupId, takenAt };
}
