import { z } from "zod";
import { hasReason } from "../../../core/errors";
import { poll } from "../../../time/wait";
import type { EngineApi } from "./api";
import { onceLeft } from "./leaving";
import { Created } from "./schemas";

/** Clients wait for the end of a copy. */
const LONGEST_PAUSE_MS = 500;

const Inspected = z.object({ State: z.object({ Status: z.string(), ExitCode: z.number() }) });

/** The exit code of a container that was started; null when it still runs after so long. */
export async function waitForExit(api: EngineApi, id: string, timeoutMs: number): Promise<number | null> {
  let exitCode: number | null = null;
  const isOver = async () => {
    const { State } = await api.ask({ method: "GET", path: `/containers/${id}/json` }, Inspected);
    if (State.Status === "exited" || State.Status === "dead") exitCode = State.ExitCode;
    return exitCode !== null;
  };
  await poll(isOver, { timeoutMs, longestPauseMs: LONGEST_PAUSE_MS });
  return exitCode;
}

type NewContainer = { name?: string; body: object };

/** Makes a container, does something with it, and takes it away however that ends. */
export async function withContainer<T>(
  api: EngineApi,
  { name, body }: NewContainer,
  work: (id: string) => Promise<T>,
): Promise<T> {
  const call = { method: "POST", path: "/containers/create", body } as const;
  const id = await api.ask(name === undefined ? call : { ...call, query: { name } }, Created);
  try {
    return await work(id);
  } finally {
    await removeContainer(api, id);
  }
}

/** Also one that runs, and one that somebody else is just removing: it is gone afterwards. One that is not there is gone already. */
export async function removeContainer(api: EngineApi, idOrName: string): Promise<void> {
  const remove = () =>
    api.send({ method: "DELETE", path: `/containers/${idOrName}`, query: { force: true, v: true } });
  const isGone = (error: unknown) => {
    if (!hasReason(error, "engine_not_found")) throw error;
  };
  await onceLeft(() => remove().catch(isGone));
}
