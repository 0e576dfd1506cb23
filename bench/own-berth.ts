import { rmSync } from "node:fs";
import { type Berth, makeDataDir, purgeBerth, startBerth } from "../e2e/berth";
import { type Administrator, becomeAdministrator } from "./administrator";

/** Works with a new Berth, built in `buildDir`, of which nothing is left afterwards. */
export async function withBerth<T>(work: (berth: Berth) => Promise<T>, buildDir?: string): Promise<T> {
  const dataDir = makeDataDir();
  try {
    return await work(await startBerth(dataDir, buildDir));
  } finally {
    purgeBerth(dataDir, buildDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The same as its administrator. */
export const withAdministrator = <T>(
  work: (administrator: Administrator) => Promise<T>,
  buildDir?: string,
): Promise<T> =>
  withBerth(async (berth) => {
    const administrator = await becomeAdministrator(berth);
    try {
      return await work(administrator);
    } finally {
      await administrator.close();
    }
  }, buildDir);
