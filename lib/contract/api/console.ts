import { z } from "zod";
import type { JsonReply } from "../../core/console/json-reply";
import { DatabaseNumber } from "./keys";
import { route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Console of a database";

const omitted = z.number().optional().describe("So much more came, and was cut.");
const ApiReply: z.ZodType<JsonReply> = z
  .union([
    z.object({ type: z.literal("text"), value: z.string(), omitted }),
    z.object({ type: z.literal("text"), base64: z.string(), omitted }),
    z.object({ type: z.enum(["status", "error", "integer", "double"]), value: z.string() }),
    z.object({ type: z.literal("boolean"), value: z.boolean() }),
    z.object({ type: z.literal("nil") }),
    z.object({
      type: z.enum(["list", "set", "map", "push"]),
      get items() {
        return z.array(ApiReply);
      },
      omitted,
    }),
  ])
  .meta({ id: "Reply" });

const ApiCommandAnswer = z.object({
  reply: ApiReply,
  reply_bytes: z.number().describe("Of the whole reply; at most 1 MiB of it is kept."),
  ms: z.number(),
});
/** What a line was answered. */
export type ApiCommandAnswer = z.infer<typeof ApiCommandAnswer>;

const ApiCommandHelp = z.object({
  name: z.string(),
  syntax: z.string(),
  summary: z.string(),
  group: z.string(),
});

/** Routes of the console. */
export const CONSOLE_ROUTES = {
  runCommand: route({
    method: "POST",
    path: "/v1/databases/{database}/console",
    tag,
    summary:
      "Run one line as redis-cli reads it, with the rights of the database's own user. What writes takes `unlock`, what destroys `confirm` with its name; each line is noted on the timeline",
    needs: "read",
    params: DatabaseParams,
    body: z.object({
      db: DatabaseNumber,
      line: z
        .string()
        .min(1, { error: "Type a command, such as GET key." })
        .max(1_000_000, { error: "A line has 1,000,000 characters at most." }),
      unlock: z.string().max(2_000).optional().describe("Of `console/unlocking`."),
      confirm: z.string().max(100).optional().describe("The command once more, such as `FLUSHALL`."),
    }),
    answer: ApiCommandAnswer,
  }),
  unlockConsole: route({
    method: "POST",
    path: "/v1/databases/{database}/console/unlocking",
    tag,
    summary: "Let the caller write in the console for 15 minutes",
    needs: "write",
    params: DatabaseParams,
    answer: z.object({ unlock: z.string(), expires_at: z.iso.datetime() }),
  }),
  listCommands: route({
    method: "GET",
    path: "/v1/databases/{database}/console/commands",
    tag,
    summary: "Every command of the database's version, with its help",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ commands: z.array(ApiCommandHelp) }),
  }),
};
