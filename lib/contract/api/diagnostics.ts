import { z } from "zod";
import { textOf } from "../../core/bytes/text";
import type { MemoryReport } from "../../core/diagnostics/memory";
import type { ClientRow, Latency, SlowLog } from "../../core/diagnostics/server";
import { DatabaseNumber } from "./keys";
import { NoAnswer, route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Diagnostics of a database";

const ApiSlowLog = z
  .object({
    entries: z.array(
      z.object({
        id: z.number(),
        at: z.iso.datetime(),
        ms: z.number(),
        command: z.string().describe("Shortened; secrets are hidden."),
        client: z.string(),
        client_name: z.string(),
      }),
    ),
    threshold_ms: z.number().nullable().describe("Slower ones are noted; null when none is."),
    max: z.number().describe("How many are kept."),
  })
  .meta({ id: "SlowLog" });
/** The slow log. */
export type ApiSlowLog = z.infer<typeof ApiSlowLog>;

/** The slow log in the words of the API. */
export const toApiSlowLog = ({ entries, thresholdMs, max }: SlowLog): ApiSlowLog => ({
  entries: entries.map(({ name, at, ...entry }) => ({ ...entry, at: at.toISOString(), client_name: name })),
  threshold_ms: thresholdMs,
  max,
});

const ApiClient = z
  .object({
    id: z.string(),
    address: z.string().describe("As Redis sees it: behind the gateway, that of the gateway."),
    name: z.string(),
    user: z.string(),
    library: z.string().nullable(),
    age_seconds: z.number(),
    idle_seconds: z.number(),
    db: z.number(),
    last_command: z.string(),
    memory_bytes: z.number().nullable(),
  })
  .meta({ id: "Client" });
/** A client. */
export type ApiClient = z.infer<typeof ApiClient>;

/** A client in the words of the API. */
export const toApiClient = (row: ClientRow): ApiClient => ({
  id: row.id,
  address: row.address,
  name: row.name,
  user: row.user,
  library: row.library,
  age_seconds: row.ageSeconds,
  idle_seconds: row.idleSeconds,
  db: row.database,
  last_command: row.lastCommand,
  memory_bytes: row.memoryBytes,
});

const ApiMemory = z
  .object({
    total_keys: z.number(),
    sampled_keys: z.number(),
    is_whole: z.boolean().describe("True when every key was looked at."),
    biggest: z.array(
      z.object({
        key: z.string().describe("In base64."),
        name: z.string().nullable(),
        type: z.string(),
        memory_bytes: z.number(),
      }),
    ),
    prefixes: z.array(
      z.object({
        prefix: z.string(),
        keys: z.number(),
        memory_bytes: z.number(),
        off_bytes: z.number().describe("So far off it may be, 19 times out of 20."),
      }),
    ),
  })
  .meta({ id: "MemoryReport" });
/** What takes the memory. */
export type ApiMemory = z.infer<typeof ApiMemory>;

/** What takes the memory, in the words of the API. */
export const toApiMemory = (report: MemoryReport): ApiMemory => ({
  total_keys: report.total,
  sampled_keys: report.sampled,
  is_whole: report.isWhole,
  biggest: report.biggest.map(({ key, type, memoryBytes }) => ({
    key: key.toString("base64"),
    name: textOf(key),
    type,
    memory_bytes: memoryBytes,
  })),
  prefixes: report.prefixes.map(({ prefix, keys, memoryBytes, offBytes }) => ({
    prefix,
    keys,
    memory_bytes: memoryBytes,
    off_bytes: offBytes,
  })),
});

const Ms = z.number().nullable();
const ApiLatency = z
  .object({
    ping_ms: z.array(z.number()).describe("Rounds from Berth to the server."),
    commands: z.array(
      z.object({
        command: z.string(),
        calls: z.number(),
        mean_ms: z.number(),
        share_ratio: z.number().describe("Of all time that commands took."),
        p50_ms: Ms,
        p99_ms: Ms,
      }),
    ),
    events: z.array(
      z.object({ name: z.string(), at: z.iso.datetime(), latest_ms: z.number(), highest_ms: z.number() }),
    ),
    monitor_ms: z.number().describe("Delays from so long on are noted as events; 0 for none."),
  })
  .meta({ id: "Latency" });
/** How long commands take. */
export type ApiLatency = z.infer<typeof ApiLatency>;

/** How long commands take, in the words of the API. */
export const toApiLatency = (latency: Latency): ApiLatency => ({
  ping_ms: latency.pingMs,
  commands: latency.commands.map(({ command, calls, meanMs, shareRatio, p50Ms, p99Ms }) => ({
    command,
    calls,
    mean_ms: meanMs,
    share_ratio: shareRatio,
    p50_ms: p50Ms,
    p99_ms: p99Ms,
  })),
  events: latency.events.map(({ name, at, latestMs, highestMs }) => ({
    name,
    at: at.toISOString(),
    latest_ms: latestMs,
    highest_ms: highestMs,
  })),
  monitor_ms: latency.monitorMs,
});

/** Routes about what a server tells of itself. */
export const DIAGNOSTIC_ROUTES = {
  getSlowLog: route({
    method: "GET",
    path: "/v1/databases/{database}/slow_log",
    tag,
    summary: "The slowest commands, newest first",
    needs: "read",
    params: DatabaseParams,
    answer: z.object({ slow_log: ApiSlowLog }),
  }),
  listClients: route({
    method: "GET",
    path: "/v1/databases/{database}/clients",
    tag,
    summary: "Who is connected, but Berth itself; longest first",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ clients: z.array(ApiClient) }),
  }),
  disconnectClient: route({
    method: "DELETE",
    path: "/v1/databases/{database}/clients/{client}",
    tag,
    summary: "End one connection",
    needs: "write",
    params: DatabaseParams.extend({
      client: z.string().regex(/^\d{1,20}$/, { error: "A client has a number." }),
    }),
    query: z.object({ address: z.string().min(1).max(200).describe("Its address, as it is listed.") }),
    status: 204,
    answer: NoAnswer,
  }),
  getMemory: route({
    method: "GET",
    path: "/v1/databases/{database}/memory",
    tag,
    summary: "The biggest keys and prefixes, from a sample",
    needs: "read",
    params: DatabaseParams,
    query: z.object({ db: DatabaseNumber }),
    answer: z.object({ memory: ApiMemory }),
  }),
  getLatency: route({
    method: "GET",
    path: "/v1/databases/{database}/latency",
    tag,
    summary: "How long commands take",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ latency: ApiLatency }),
  }),
};
