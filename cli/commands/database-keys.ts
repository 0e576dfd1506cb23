import { z } from "zod";
import { KEY_ROUTES } from "@/lib/contract/api/keys";
import { findAddon } from "../addon";
import { command } from "../command";
import { keyTable } from "../render/diagnostics";

const LIMIT_MAX = 100_000;
const PAGE_MAX = 1_000;

export const databaseKeys = command({
  name: "database-keys",
  usage: "[addon]",
  group: "Databases",
  summary: "list keys of a database by a pattern, such as 'user:*'",
  options: [
    ["-p, --pattern <pattern>", "which keys, as of SCAN (all)"],
    ["-t, --type <type>", "of one type only: string, hash, list, set, zset or stream"],
    ["-d, --db <number>", "number of the database within Redis (0)"],
    ["-n, --limit <count>", "about how many (100)"],
    ["-c, --count", "how many there are, without their names"],
  ],
  input: z.object({
    addon: z.string().optional(),
    pattern: z.string().default(""),
    type: z.string().optional(),
    db: z.coerce.number({ error: "--db is a number." }).int().default(0),
    limit: z.coerce
      .number({ error: "--limit is a number." })
      .int()
      .min(1)
      .max(LIMIT_MAX, { error: `--limit is at most ${LIMIT_MAX}.` })
      .default(100),
    count: z.boolean().default(false),
  }),
  async run(session, { addon, pattern, type, db, limit, count }) {
    const { call, options, terminal } = session;
    const params = { database: await findAddon(session, addon) };
    const filter = { db, pattern, ...(type !== undefined && { type }) };
    if (count) {
      const keys = await sumParts(async (cursor) => {
        const query = { ...filter, ...(cursor !== null && { cursor }) };
        return (await call(KEY_ROUTES.countDatabaseKeys, { params, query })).data;
      });
      return options.json ? terminal.json({ keys }) : terminal.print(String(keys));
    }
    const keys = [];
    for (let cursor: string | null = ""; cursor !== null && keys.length < limit; ) {
      const size = Math.min(PAGE_MAX, limit - keys.length);
      const query = { ...filter, limit: size, ...(cursor !== "" && { cursor }) };
      const page: z.infer<typeof KEY_ROUTES.listDatabaseKeys.answer> = (
        await call(KEY_ROUTES.listDatabaseKeys, { params, query })
      ).data;
      keys.push(...page.keys);
      cursor = page.cursor;
    }
    if (options.json) return terminal.json(keys);
    if (keys.length === 0) return terminal.note("There is no such key.");
    for (const line of keyTable(keys)) terminal.print(line);
  },
});

type Part = { keys: number; cursor: string | null };

async function sumParts(ask: (cursor: string | null) => Promise<Part>): Promise<number> {
  let sum = 0;
  for (let cursor: string | null = null; ; ) {
    const part: Part = await ask(cursor);
    sum += part.keys;
    cursor = part.cursor;
    if (cursor === null) return sum;
  }
}
