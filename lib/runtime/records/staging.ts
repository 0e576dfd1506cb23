import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopPostgres } from "../../adapters/postgres/process";
import { DomainError } from "../../core/errors";
import { postgresHome } from "../container";
import { HOST_KEY_FILE } from "../host-key";
import { findInstance, INSTANCE_FILE, KEY_FILE } from "../instance";
import { PLANS_FILE } from "../retired-plans";

const STAGING_FOLDER = "recovering";
/** Stands in the staging folder once everything in it is whole. */
const WHOLE_MARK = "whole";
const POSTGRES_FOLDER = "postgresql";
/** In the order in which they are moved: what makes a Berth of the folder comes last. */
const MOVED = [POSTGRES_FOLDER, KEY_FILE, HOST_KEY_FILE, PLANS_FILE, INSTANCE_FILE];

export type Staging = {
  dir: string;
  /** True when an earlier try has come so far that only the last moves are missing. */
  isWhole: boolean;
};

/**
 * The folder in which a Berth is put together, beside its place. What an earlier try left half-made goes.
 * @throws DomainError `conflict` reason `berth_present` where there is one already, or files of one.
 */
export async function openStaging(dataDir: string): Promise<Staging> {
  const instance = findInstance(dataDir);
  if (instance)
    throw new DomainError(
      "conflict",
      "berth_present",
      `There is a Berth in ${dataDir} already (instance ${instance.id}), which a recovery would replace. Name an empty data folder (BERTH_DATA_DIR); or, if nothing of that Berth is needed any more, remove it first: bin/down --purge.`,
    );
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const dir = join(dataDir, STAGING_FOLDER);
  if (existsSync(join(dir, WHOLE_MARK))) return { dir, isWhole: true };
  const inTheWay = MOVED.find((name) => existsSync(join(dataDir, name)));
  if (inTheWay)
    throw new DomainError(
      "conflict",
      "berth_present",
      `${join(dataDir, inTheWay)} is there already, without the rest of a Berth. Move it away, then try again.`,
    );
  await stopPostgres(postgresHome(dir));
  rmSync(dir, { recursive: true, force: true });
  // 711: the user that PostgreSQL runs as must reach its folder below.
  mkdirSync(dir, { mode: 0o711 });
  return { dir, isWhole: false };
}

/** From here on a recovery that is cut off goes on with the moves. */
export const markWhole = ({ dir }: Staging): void => writeFileSync(join(dir, WHOLE_MARK), "");

/** Safe to repeat. */
export function moveIntoPlace({ dir }: Staging, dataDir: string): void {
  for (const name of MOVED) if (existsSync(join(dir, name))) renameSync(join(dir, name), join(dataDir, name));
  rmSync(dir, { recursive: true, force: true });
}

/** Takes away what could not be finished. */
export async function dropStaging({ dir }: Staging): Promise<void> {
  await stopPostgres(postgresHome(dir));
  rmSync(dir, { recursive: true, force: true });
}
