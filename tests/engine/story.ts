import { inspect } from "node:util";
import { startControlPlane } from "./control-plane";

type Plane = Awaited<ReturnType<typeof startControlPlane>>;

/**
 * Tells a story of a Berth of its own in this process, which ends with it: code 0 once `tell` is through and `left` has been told what the
 * engine still had after it, 1 with the reason on standard error otherwise. Whatever happens, nothing of this Berth is left over.
 */
export async function story(
  tell: (plane: Plane) => Promise<void>,
  left: (resources: Awaited<ReturnType<Plane["stop"]>>) => boolean,
): Promise<never> {
  const plane = await startControlPlane();
  const isTold = await tell(plane).then(
    () => true,
    (error: unknown) => {
      process.stderr.write(`${inspect(error)}\n`);
      return false;
    },
  );
  const isClean = left(await plane.stop());
  process.exit(isTold && isClean ? 0 : 1);
}
