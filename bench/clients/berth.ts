import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Failed, type Move, Provided, type Request } from "./requests";

export type Berth = Awaited<ReturnType<typeof startBerth>>;

/** The control plane of the checkout `dir` (built by `npm run build:node` there), in a process of its own. */
export async function startBerth(dir: string) {
  const child = fork(fileURLToPath(new URL("./control-plane.ts", import.meta.url)), [], {
    cwd: dir,
    execArgv: ["--import", "tsx"],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const exited = once(child, "exit");
  const ended = exited.then(() => [{ error: "the control plane has ended" }]);
  const heard = async (): Promise<unknown> => {
    const [message] = await Promise.race([once(child, "message"), ended]);
    const { data } = Failed.safeParse(message);
    if (data) throw new Error(data.error);
    return message;
  };
  const ask = (request: Request): Promise<unknown> => {
    child.send(request);
    return heard();
  };
  await heard();
  return {
    provide: async (app: string): Promise<Provided> => Provided.parse(await ask({ verb: "provide", app })),
    move: (database: { app: string; resourceId: string }, move: Move) =>
      ask({ verb: "move", ...database, move }),
    remove: (database: { app: string; resourceId: string }) => ask({ verb: "remove", ...database }),
    stop: async (): Promise<void> => {
      await ask({ verb: "stop" });
      await exited;
    },
  };
}
