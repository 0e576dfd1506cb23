import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { HOST_ROUTES } from "@/lib/contract/api/hosts";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { type ApiDrain, drainWords } from "../render/hosts";
import type { Session } from "../session";

const POLL_MS = 1_000;

export const hostsDrain = command({
  name: "hosts-drain",
  usage: "<host>",
  group: "Hosts",
  summary: "move all databases of a host to others (administrators)",
  options: [["--at-once <number>", "so many side by side; 1 unless said"]],
  input: z.object({ host: z.string(), atOnce: z.coerce.number().int().min(1).optional() }),
  async run(session, { host, atOnce }) {
    const { call, options, terminal } = session;
    const body = atOnce === undefined ? {} : { at_once: atOnce };
    const { data } = await call(HOST_ROUTES.drainHost, { params: { host }, body });
    if (session.waiting === "no")
      return options.json
        ? terminal.json(data)
        : terminal.status(`${data.message}: berth hosts says how far`);
    const drain = await follow(session, host);
    if (options.json) return terminal.json(drain);
    terminal.status(`Host ${host} is drained (${drainWords(drain)})`);
  },
});

/** Asks until it has ended, and tells each move as it ends. @throws Failure when it failed or somebody stopped it. */
async function follow(session: Session, host: string): Promise<ApiDrain> {
  const { call, terminal } = session;
  const told = new Set<string>();
  for (;;) {
    const { hosts } = (await call(HOST_ROUTES.listHosts)).data;
    const drain = hosts.find(({ id, name }) => id === host || name === host)?.drain;
    if (!drain) throw new Failure(EXIT.failed, `The host ${host} has left the Swarm.`, []);
    for (const { resource_id: resourceId, status, operation_id: id } of drain.moves)
      if (status === "succeeded" && session.waiting === "with steps" && !told.has(id)) {
        terminal.note(`${resourceId} was moved`);
        told.add(id);
      }
    if (drain.status === "done") return drain;
    if (drain.status !== "running")
      throw new Failure(EXIT.failed, `The drain of ${host} ended early: ${drainWords(drain)}`, [
        `Go on: berth hosts-drain ${host}`,
        `Let it take databases again: berth hosts-activate ${host}`,
      ]);
    await delay(POLL_MS);
  }
}
