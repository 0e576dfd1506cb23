import { randomUUID } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DomainError } from "../core/errors";
import { beatWorker, listWorkers } from "../db/workers";
import { writePrivately } from "./instance";

const HOLDER_FILE = "holder";

/**
 * What tells this Berth from others of its instance: made once, kept in the data folder, and left behind when the rest of the folder is
 * copied for another.
 */
export function holderOf(dataDir: string): string {
  const path = join(dataDir, HOLDER_FILE);
  if (!existsSync(path)) writePrivately(path, `${randomUUID()}\n`);
  return readFileSync(path, "utf8").trim();
}

/** Who works beside us, as of the last beat. */
export type Shift = {
  /** Says that we live. Answers the workers that no longer say so. @throws DomainError `conflict` reason `worker_name_taken`. */
  beat(): Promise<string[]>;
  /** Whether the common rounds are ours: they are of the living worker whose name comes first. */
  leads(): boolean;
  /** Whether another worker lives. */
  isShared(): boolean;
};

export function shiftOf(workerId: string, holder: string): Shift {
  let living: string[] = [];
  return {
    beat: async () => {
      const workers = await beatWorker(workerId, holder);
      if (!workers) throw nameTaken(workerId);
      living = workers.filter(({ isSilent }) => !isSilent).map(({ id }) => id);
      return workers.filter(({ isSilent }) => isSilent).map(({ id }) => id);
    },
    leads: () => living[0] === workerId,
    isShared: () => living.some((id) => id !== workerId),
  };
}

/** Workers of other holders that live. */
export async function listOthers(holder: string): Promise<string[]> {
  const workers = await listWorkers();
  return workers.filter((worker) => worker.holder !== holder && !worker.isSilent).map(({ id }) => id);
}

/** @throws DomainError `conflict` reason `worker_name_taken`. */
export async function assertNameFree(workerId: string, holder: string): Promise<void> {
  if ((await listOthers(holder)).includes(workerId)) throw nameTaken(workerId);
}

const nameTaken = (workerId: string) =>
  new DomainError(
    "conflict",
    "worker_name_taken",
    `Another Berth of this instance has a worker of the name ${workerId}, and it runs. Give this one a name of its own: BERTH_WORKER_ID=worker-2.`,
  );
