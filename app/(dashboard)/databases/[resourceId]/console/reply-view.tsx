import type { ReactNode } from "react";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { JsonReply } from "@/lib/core/console/json-reply";
import { scalarText, tableOf } from "./reply-table";

/** More rows than this make a browser slow; the rest is told as a number. */
const SHOWN = 1_000;

/** A reply as its type has it: pairs and entries as tables, lists numbered, everything else as redis-cli writes it. */
export function ReplyView({ reply }: { reply: JsonReply }) {
  if (reply.type === "error") return <p className="text-destructive break-all">(error) {reply.value}</p>;
  if (!("items" in reply)) return <p className="break-all whitespace-pre-wrap">{scalarText(reply)}</p>;
  if (reply.items.length === 0 && !reply.omitted) return <p>(empty {reply.type})</p>;
  const table = tableOf(reply);
  const more = (reply.omitted ?? 0) + Math.max(0, (table?.rows ?? reply.items).length - SHOWN);
  return (
    <>
      {table ? (
        <ReplyTable columns={table.columns} rows={table.rows.slice(0, SHOWN)} />
      ) : (
        <ol className="grid list-decimal gap-1 pl-8">
          {numbered(reply.items.slice(0, SHOWN)).map(({ id, item }) => (
            <li key={id} className="min-w-0">
              <ReplyView reply={item} />
            </li>
          ))}
        </ol>
      )}
      {more > 0 && <p className="text-muted-foreground font-sans">… and {more} more</p>}
    </>
  );
}

/** Items stay in their places, so that these are their keys. */
const numbered = <T,>(items: readonly T[]): { id: string; item: T }[] =>
  items.map((item, place) => ({ id: `item-${place}`, item }));

function ReplyTable({ columns, rows }: { columns: string[]; rows: JsonReply[][] }): ReactNode {
  return (
    <Table>
      <TableHead columns={columns} />
      <tbody>
        {numbered(rows).map(({ id, item: row }) => (
          <TableRow key={id}>
            {numbered(row).map(({ id: cell, item }) => (
              <TableCell key={cell} className="break-all">
                <ReplyView reply={item} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
