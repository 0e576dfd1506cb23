import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { TextTable } from "@/components/ui/text-table";
import type { Field } from "@/lib/contract/api/reference";

type FieldTableProps = {
  /** Where they stand: "body". */
  title: string;
  fields: readonly Field[];
  /** Names of the objects that are described on the page. */
  objects: ReadonlySet<string>;
  marksRequired?: boolean;
};

export function FieldTable({ title, fields, objects, marksRequired = false }: FieldTableProps) {
  return (
    <TextTable>
      <TableHead
        columns={[{ name: title, className: "w-2/5" }, "Type", { name: "Meaning", isUnseen: true }]}
      />
      <tbody>
        {fields.map(({ name, type, description, isRequired }) => (
          <TableRow key={name}>
            <TableCell className="font-mono text-xs">{name}</TableCell>
            <TableCell className="text-xs">
              <TypeName type={type} objects={objects} />
              {marksRequired && isRequired && <span className="text-muted-foreground"> · required</span>}
            </TableCell>
            <TableCell className="text-muted-foreground text-xs">{description.replaceAll("`", "")}</TableCell>
          </TableRow>
        ))}
      </tbody>
    </TextTable>
  );
}

/** The name of an object leads to it. */
function TypeName({ type, objects }: { type: string; objects: ReadonlySet<string> }) {
  const name = type.replace("list of ", "");
  if (!objects.has(name)) return <>{type}</>;
  return (
    <>
      {type.slice(0, -name.length)}
      <TextLink href={`#${name}`}>{name}</TextLink>
    </>
  );
}
