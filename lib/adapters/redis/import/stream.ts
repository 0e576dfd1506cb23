import { bytesOf, listOf, numberOf, type Words, wordOf } from "../keys/ask";
import { askAll, askStrictly, type End } from "./ask";
import { writeAll } from "./write";

/** So many entries at a time. */
const PART = 500;
const NOTHING_YET = "0-0";

/** Answers such as XINFO's: names and values in turn. */
function namedOf(answer: unknown): Map<string, unknown> {
  const flat = listOf(answer);
  return new Map(flat.flatMap((value, index) => (index % 2 === 1 ? [[wordOf(flat[index - 1]), value]] : [])));
}

const idOf = (value: unknown): string => (value === undefined ? NOTHING_YET : wordOf(value));

/** Entries, the ids that were given out, groups with their readers and what those have not acknowledged. The target has no such key yet. */
export async function copyStream(source: End, target: End, key: Buffer): Promise<void> {
  const [about, groups] = await askStrictly(source, [
    ["XINFO", "STREAM", key],
    ["XINFO", "GROUPS", key],
  ]);
  const stream = namedOf(about);
  const lastId = idOf(stream.get("last-generated-id"));
  const isEmpty = !(await copyEntries(source, target, key));
  // A stream that holds nothing is made by an entry that goes at once.
  if (isEmpty && lastId !== NOTHING_YET)
    await writeAll(target, [["XADD", key, "MAXLEN", 0, lastId, "-", "-"]]);
  for (const group of listOf(groups)) await copyGroup({ source, target, key }, namedOf(group));
  await setLastId(target, key, { stream, lastId });
}

/** False for a stream without any. */
async function copyEntries(source: End, target: End, key: Buffer): Promise<boolean> {
  let last: string | null = null;
  for (;;) {
    // 6.0 knows no open beginning: the last one is asked for again, and left out.
    const [answer]: unknown[] = await askStrictly(source, [["XRANGE", key, last ?? "-", "+", "COUNT", PART]]);
    const entries: { id: string; fields: Buffer[] }[] = listOf(answer).flatMap((entry) => {
      const [id, fields] = listOf(entry);
      return wordOf(id) === last ? [] : [{ id: wordOf(id), fields: listOf(fields).map(bytesOf) }];
    });
    await writeAll(
      target,
      entries.map(({ id, fields }): Words => ["XADD", key, id, ...fields]),
    );
    if (entries.length === 0) return last !== null;
    last = entries.at(-1)?.id ?? last;
  }
}

type Place = { source: End; target: End; key: Buffer };

async function copyGroup({ source, target, key }: Place, group: Map<string, unknown>): Promise<void> {
  const name = bytesOf(group.get("name"));
  const create: Words = ["XGROUP", "CREATE", key, name, idOf(group.get("last-delivered-id")), "MKSTREAM"];
  const read = group.get("entries-read");
  // The first version counts no entries.
  const [withCount] =
    typeof read === "number" ? await askAll(target, [[...create, "ENTRIESREAD", read]]) : [new Error()];
  if (withCount instanceof Error) await writeAll(target, [create]);
  const [consumers] = await askStrictly(source, [["XINFO", "CONSUMERS", key, name]]);
  // Before 6.2 a reader is made by its first reading alone.
  await askAll(
    target,
    listOf(consumers).map((consumer) => [
      "XGROUP",
      "CREATECONSUMER",
      key,
      name,
      bytesOf(namedOf(consumer).get("name")),
    ]),
  );
  await copyPending({ source, target, key }, name);
}

/** What readers were given and have not acknowledged, with how long ago and how often. */
async function copyPending({ source, target, key }: Place, group: Buffer): Promise<void> {
  let last: string | null = null;
  for (;;) {
    const [answer]: unknown[] = await askStrictly(source, [["XPENDING", key, group, last ?? "-", "+", PART]]);
    const pending = listOf(answer)
      .map(listOf)
      .filter(([id]) => wordOf(id) !== last);
    if (pending.length === 0) return;
    await writeAll(
      target,
      pending.map(
        ([id, consumer, idleMs, deliveries]): Words => [
          "XCLAIM",
          key,
          group,
          bytesOf(consumer),
          0,
          wordOf(id),
          "IDLE",
          numberOf(idleMs),
          "RETRYCOUNT",
          numberOf(deliveries),
          "FORCE",
          "JUSTID",
        ],
      ),
    );
    last = wordOf(pending.at(-1)?.[0]);
  }
}

/** The next entry gets a later id than any before, also where the last ones were deleted. */
async function setLastId(
  target: End,
  key: Buffer,
  { stream, lastId }: { stream: Map<string, unknown>; lastId: string },
): Promise<void> {
  if (lastId === NOTHING_YET) return;
  const [added, deleted] = [stream.get("entries-added"), stream.get("max-deleted-entry-id")];
  const plain: Words = ["XSETID", key, lastId];
  const [whole] =
    typeof added === "number" && deleted !== undefined
      ? await askAll(target, [[...plain, "ENTRIESADDED", added, "MAXDELETEDID", wordOf(deleted)]])
      : [new Error()];
  if (whole instanceof Error) await writeAll(target, [plain]);
}
