import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import type { DataPlace } from "@/lib/contract/data-client";
import { bytesLabel } from "./bytes-label";
import { ChangeDialog } from "./change-dialog";
import type { Part, Said } from "./parts";
import { RemoveButton } from "./remove-button";

type Words = { name: string; value: string | null; part: string };
type PartTableProps = { place: DataPlace; name: string; words: Words; parts: Part[] };

const shown = (said: Said): string => ("word" in said ? said.word : bytesLabel(said.base64));

/** Parts of a hash, a list or a set, each with what can be done with it. */
export function PartTable({ place, name, words, parts }: PartTableProps) {
  const columns = [words.name, ...(words.value === null ? [] : [words.value])];
  return (
    <Table>
      <TableHead columns={[...columns, { name: "Actions", isUnseen: true }]} />
      <tbody>
        {parts.map((part) => (
          <TableRow key={part.id}>
            <TableCell className="font-mono text-xs break-all">{shown(part.name)}</TableCell>
            {part.value && <TableCell className="font-mono text-xs break-all">{shown(part.value)}</TableCell>}
            <TableCell>
              <PartActions place={place} name={name} words={words} part={part} />
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

function PartActions({ place, name, words, part }: Omit<PartTableProps, "parts"> & { part: Part }) {
  const { toChange, value, remove } = part;
  const what = `${words.part} ${shown(part.name)}`;
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {toChange && value && (
        <ChangeDialog
          place={place}
          name={name}
          label={`Edit the ${what}`}
          title={`Edit the ${words.part}`}
          description="It is saved only if nobody has changed it meanwhile."
          submitLabel="Save"
          fields={[
            "word" in value
              ? { name: "first", label: words.value ?? "", isWord: true, initial: value.word }
              : { name: "first", label: words.value ?? "", initial: value.base64 },
          ]}
          toChange={({ first }) => toChange(first)}
        >
          Edit
        </ChangeDialog>
      )}
      <RemoveButton place={place} name={name} title={`Remove the ${what}`} verb="Remove" change={remove} />
    </div>
  );
}
