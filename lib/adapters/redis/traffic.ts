import type { Traffic } from "../../core/stats/own-traffic";

/** What people are refused and only Berth sends, as INFO names it; where subcommands are not counted, CLIENT stays with people. */
const RESERVED =
  /^(acl(?!\|whoami)|config|bgsave|bgrewriteaof|save|replicaof|replconf|psync|sync|shutdown|client\|(kill|pause|unpause))(\||$)/;

/** `$6123` before an answer, and the line ends around it. */
const sizeOf = (answer: string): number => Buffer.byteLength(answer) + `$${answer.length}\r\n\r\n`.length;

/** From a heading until the empty line before the next: what INFO of that section alone answers. */
function sectionOf(text: string, heading: string): string {
  const at = text.indexOf(`# ${heading}\r\n`);
  const end = text.indexOf("\r\n\r\n", at);
  return at < 0 ? "" : text.slice(at, end < 0 ? undefined : end + 2);
}

/** How often which commands were called, and what was answered just now. */
export function trafficOf(
  all: Record<string, string>,
  text: string,
): Omit<Traffic, "commands" | "askedBytes"> {
  const calls = Object.entries(all).flatMap(([name, value]) => {
    const command = /^cmdstat_(.+)$/.exec(name)?.[1];
    return command === undefined ? [] : [[command, Number(/calls=(\d+)/.exec(value)?.[1] ?? 0)] as const];
  });
  const sum = (isCounted: (command: string) => boolean) =>
    calls.reduce((total, [command, count]) => total + (isCounted(command) ? count : 0), 0);
  const of = (wanted: string) => sum((command) => command === wanted);
  return {
    reserved: sum((command) => RESERVED.test(command)),
    auths: of("auth"),
    pings: of("ping"),
    infos: of("info"),
    answerBytes: sizeOf(text),
    checkBytes: sizeOf(sectionOf(text, "Replication")),
  };
}
