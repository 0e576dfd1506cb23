import { shownCommand } from "../../../core/console/shown";
import { BERTH_USER, GATEWAY_USER } from "../../../core/databases/users";
import type { ClientRow, CommandTimes, SlowCommand } from "../../../core/diagnostics/server";
import { unknownAnswer } from "../translate";

const OURS: ReadonlySet<string> = new Set([BERTH_USER, GATEWAY_USER]);
/** Only who may administer the server runs these, and that is the platform alone. */
const OUR_COMMANDS =
  /^(acl|config|replicaof|slaveof|psync|sync|replconf|bgsave|bgrewriteaof|client (kill|pause|unpause))\b/i;

const listOf = (answer: unknown): unknown[] => (Array.isArray(answer) ? answer : []);

/** `name=value` with spaces between, of each line. @source https://redis.io/docs/latest/commands/client-list/ */
function fieldsOf(line: string): Map<string, string> {
  const parts = line.trim().split(" ");
  return new Map(parts.map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
}

function libraryOf(fields: Map<string, string>): string | null {
  const name = fields.get("lib-name") ?? "";
  return name === "" ? null : `${name} ${fields.get("lib-ver") ?? ""}`.trim();
}

/** Clients but those of the platform and replicas, longest connected first. */
export function parseClients(text: string): ClientRow[] {
  const rows = text.split("\n").filter((line) => line.trim() !== "");
  return rows
    .map(fieldsOf)
    .filter((fields) => !OURS.has(fields.get("user") ?? "") && !/[SM]/.test(fields.get("flags") ?? ""))
    .map((fields) => ({
      id: fields.get("id") ?? "",
      address: fields.get("addr") ?? "",
      name: fields.get("name") ?? "",
      user: fields.get("user") ?? "",
      library: libraryOf(fields),
      ageSeconds: Number(fields.get("age")),
      idleSeconds: Number(fields.get("idle")),
      database: Number(fields.get("db")),
      lastCommand: fields.get("cmd") ?? "",
      memoryBytes: fields.has("tot-mem") ? Number(fields.get("tot-mem")) : null,
    }))
    .toSorted((a, b) => b.ageSeconds - a.ageSeconds);
}

/** @source https://redis.io/docs/latest/commands/slowlog-get/ */
export function parseSlowLog(answer: unknown): SlowCommand[] {
  if (!Array.isArray(answer)) throw unknownAnswer("SLOWLOG GET");
  return answer.flatMap((entry) => {
    const [id, at, micros, words, client, name] = listOf(entry);
    const said = listOf(words).map(String);
    if (OUR_COMMANDS.test(said.join(" "))) return [];
    return [
      {
        id: Number(id),
        at: new Date(Number(at) * 1_000),
        ms: Number(micros) / 1_000,
        command: shownCommand(said),
        client: String(client ?? ""),
        name: String(name ?? ""),
      },
    ];
  });
}

/** Lines such as `cmdstat_get:calls=3,usec=12,…` and `latency_percentiles_usec_get:p50=1,p99=2,…`, which took most first. */
export function parseCommandTimes(fields: Readonly<Record<string, string>>): CommandTimes[] {
  const numbers = (line: string | undefined): Map<string, number> =>
    new Map((line ?? "").split(",").map((part) => [part.split("=")[0] ?? "", Number(part.split("=")[1])]));
  const rows = Object.entries(fields).flatMap(([field, line]) => {
    if (!field.startsWith("cmdstat_")) return [];
    const name = field.slice("cmdstat_".length);
    const stats = numbers(line);
    const times = numbers(fields[`latency_percentiles_usec_${name}`]);
    return [{ name, calls: stats.get("calls") ?? 0, micros: stats.get("usec") ?? 0, times }];
  });
  const whole = Math.max(
    1,
    rows.reduce((sum, { micros }) => sum + micros, 0),
  );
  const inMs = (micros: number | undefined): number | null => (micros === undefined ? null : micros / 1_000);
  return rows
    .toSorted((a, b) => b.micros - a.micros)
    .map(({ name, calls, micros, times }) => ({
      command: name.replace("|", " ").toUpperCase(),
      calls,
      meanMs: calls === 0 ? 0 : micros / calls / 1_000,
      shareRatio: micros / whole,
      p50Ms: inMs(times.get("p50")),
      p99Ms: inMs(times.get("p99")),
    }));
}
