import { setTimeout as delay } from "node:timers/promises";
import { docker } from "../../tests/engine/stack";
import type { Client } from "./catalog";
import { type Program, startProgram } from "./program";
import type { Provided } from "./requests";
import { type Phase, type Watch, watch } from "./watch";

const TICK_MS = 250;
const START_MS = 60_000;
const GOES_ON_MS = 12_000;
/** So many more acknowledged writes say that a client works. */
const GOES_ON_WRITES = 20;

/** What one start of a client saw; `lastWords` of one that ended or was ended. */
export type Seen = { client: Client; watch: Watch; lastWords: string };
type Member = Seen & { program: Program };

const hasGivenUp = ({ client, watch }: Seen): boolean =>
  client.givesUpWith !== undefined && watch.failsWith(client.givesUpWith);

/** All clients of one database at once. */
export async function startCrew(
  database: Provided,
  { clients, packagesDir }: { clients: readonly Client[]; packagesDir: string },
) {
  const pid = Number(await docker("inspect", "--format", "{{.State.Pid}}", database.container));
  let phase: Phase = "before";
  let isEnding = false;
  let starts = 0;

  const start = (client: Client): Member => {
    const prefix = `c${++starts}`;
    const seen = watch(prefix);
    // What goes wrong while a program is being ended is its end's doing.
    const heard = (line: string) => {
      if (!isEnding || !line.startsWith("fail")) seen.line(line, performance.now(), phase);
    };
    const program = startProgram(client, { database, pid, packagesDir, prefix, heard });
    return { client, watch: seen, lastWords: "", program };
  };

  const wrote = async (members: readonly Member[], limitMs: number): Promise<Member[]> => {
    const wanted = members.map((member) => ({ member, writes: member.watch.written() + GOES_ON_WRITES }));
    const behind = () => wanted.filter(({ member, writes }) => member.watch.written() < writes);
    const until = performance.now() + limitMs;
    while (behind().length > 0 && performance.now() < until) await delay(50);
    return behind().map(({ member }) => member);
  };

  const finish = async (member: Member): Promise<Seen> => {
    await member.program.end();
    return { client: member.client, watch: member.watch, lastWords: member.program.lastWords() };
  };

  let members = clients.map(start);
  const ended: Seen[] = [];
  const ticking = setInterval(() => {
    for (const { watch } of members) watch.tick(performance.now(), phase);
  }, TICK_MS);
  const end = async (): Promise<Seen[]> => {
    isEnding = true;
    clearInterval(ticking);
    return [...ended, ...(await Promise.all(members.map(finish)))];
  };
  const [idle] = await wrote(members, START_MS);
  if (idle) {
    await end();
    throw new Error(`${idle.client.name} does not start: ${idle.program.lastWords()}`);
  }
  return {
    end,
    enter: (next: Phase): void => {
      phase = next;
    },
    /** Resolves once each client works; one that does not is counted as stuck and started anew. */
    goOn: async (): Promise<void> => {
      const stuck = await wrote(members, GOES_ON_MS);
      for (const member of stuck) {
        member.watch.figures[phase][hasGivenUp(member) ? "gaveUp" : "stuck"] += 1;
        ended.push(await finish(member));
      }
      const fresh = stuck.map(({ client }) => start(client));
      members = [...members.filter((member) => !stuck.includes(member)), ...fresh];
      await wrote(fresh, START_MS);
    },
  };
}
