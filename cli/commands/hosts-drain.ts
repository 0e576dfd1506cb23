import { z } from "zod";
import { HOST_ROUTES } from "@/lib/contract/api/hosts";
import { command } from "../command";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import { followWave } from "../follow-wave";
import { type ApiDrain, drainWords } from "../render/hosts";
import type { Session } from "../session";

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
    const drain = await followWave(session, {
      look: () => look(session, host),
      done: "moved",
      failure: (failed) => ({
        words: `The drain of ${host} ended early: ${drainWords(failed)}`,
        ways: [
          `Go on: berth hosts-drain ${host}`,
          `Let it take databases again: berth hosts-activate ${host}`,
        ],
      }),
    });
    if (options.json) return terminal.json(drain);
    terminal.status(`Host ${host} is drained (${drainWords(drain)})`);
  },
});

async function look({ call }: Session, host: string): Promise<{ wave: ApiDrain; parts: ApiDrain["moves"] }> {
  const { hosts } = (await call(HOST_ROUTES.listHosts)).data;
  const drain = hosts.find(({ id, name }) => id === host || name === host)?.drain;
  if (!drain) throw new Failure(EXIT.failed, `The host ${host} has left the Swarm.`, []);
  return { wave: drain, parts: drain.moves };
}
