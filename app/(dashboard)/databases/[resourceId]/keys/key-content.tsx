import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { ApiKeyView } from "@/lib/contract/api/keys";
import type { DataPlace } from "@/lib/contract/data-client";
import { bytesLabel } from "./bytes-label";
import { ChangeDialog } from "./change-dialog";
import { PartTable } from "./part-table";
import { NEW_PARTS, partsOf, removeEntry, type StreamEntry, WORDS } from "./parts";
import { RemoveButton } from "./remove-button";
import { StringValue } from "./string-value";

type KeyContentProps = { place: DataPlace; name: string; pages: ApiKeyView[] };

/** What a key holds, as its type has it. */
export function KeyContent({ place, name, pages }: KeyContentProps) {
  const [first] = pages;
  if (!first) return null;
  const { type } = first.content;
  if (type === "other")
    return <p className="text-muted-foreground">This type has no view here: use the console.</p>;
  if (type === "string") return <StringValue place={place} name={name} pages={pages} />;
  const words = WORDS[type];
  const add = NEW_PARTS[type];
  return (
    <div className="grid min-w-0 gap-3">
      {type === "stream" ? (
        <StreamTable place={place} name={name} pages={pages} />
      ) : (
        <PartTable
          place={place}
          name={name}
          words={words}
          parts={pages.flatMap(({ content }) => partsOf(content))}
        />
      )}
      <div>
        <ChangeDialog
          place={place}
          name={name}
          label={`Add: ${words.part}`}
          title={`Add: ${words.part}`}
          description="What is there already is left alone."
          submitLabel="Add"
          fields={add.fields}
          toChange={add.toChange}
        >
          Add
        </ChangeDialog>
      </div>
    </div>
  );
}

function StreamTable({ place, name, pages }: KeyContentProps) {
  const entries = pages.flatMap(({ content }): StreamEntry[] =>
    content.type === "stream" ? content.entries : [],
  );
  return (
    <Table>
      <TableHead columns={["Id", "Fields", { name: "Actions", isUnseen: true }]} />
      <tbody>
        {entries.map(({ id, fields }) => (
          <TableRow key={id}>
            <TableCell className="font-mono whitespace-nowrap">{id}</TableCell>
            <TableCell className="font-mono text-xs break-all">
              {fields.map(({ field, value }) => `${bytesLabel(field)}: ${bytesLabel(value)}`).join(", ")}
            </TableCell>
            <TableCell className="text-right">
              <RemoveButton
                place={place}
                name={name}
                title={`Remove the entry ${id}`}
                verb="Remove"
                change={removeEntry(id)}
              />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
