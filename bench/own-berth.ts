import { rmSync } from "node:fs";
import { makeDataDir, purgeBerth, startBerth } from "../e2e/berth";
import { type Administrator, becomeAdministrator } from "./administrator";

/** Works as the administrator of a new Berth, built in `buildDir`, of which nothing is left afterwards. */
export async function withAdministrator<T>(
  work: (administrator: Administrator) => Promise<T>,
  buildDir?: string,
): Promise<T> {
  const dataDir = makeDataDir();
  try {
    const administrator = await becomeAdministrator(await startBerth(dataDir, buildDir));
    try {
      return await work(administrator);
    } finally {
      await administrator.close();
    }
  } finally {
    purgeBerth(dataDir, buildDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
}
