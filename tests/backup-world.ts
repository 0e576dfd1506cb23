import { ageArchives } from "../lib/adapters/archives/age";
import type { AnswerRun } from "../lib/adapters/docker/memory/state";
import { memoryRedisDumps } from "../lib/adapters/redis/memory-dump";
import { memoryStorages } from "../lib/adapters/storage/memory";
import type { BackupKey } from "../lib/ports/backup-key";

const keys = ageArchives.createIdentity();

/** One pair for all tests of a process. */
export const testBackupKey: BackupKey = { load: () => keys };

/** What a throw-away server prints that finds three keys in the dump, or none in what is no dump. */
function memoryProofs() {
  const proven: string[] = [];
  const answer: AnswerRun = (_spec, files) => {
    const dump = Buffer.concat([...files.values()]).toString("latin1");
    if (!dump.startsWith("REDIS")) return { exitCode: 10, output: "" };
    proven.push(dump);
    return { exitCode: 0, output: "[info] 3 keys read\nproof: loaded in ms 5\ndb0:keys=3,expires=0\n" };
  };
  return { proven, answer };
}

/** Everything that backups need of a world, in memory. */
export function backupWorld() {
  const storages = memoryStorages();
  const dumps = memoryRedisDumps();
  const { proven, answer } = memoryProofs();
  const parts = {
    dumps,
    openStorage: storages.open,
    archives: ageArchives,
    backupKey: testBackupKey,
    backupsAtOnceMax: 2,
  };
  return { parts, storages, dumps, proven, answer };
}
