import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextLink } from "@/components/ui/text-link";
import { formatBytes } from "@/lib/core/units";
import { listStorages } from "@/lib/services/storages/list-storages";
import { requireContext } from "@/lib/web/session";

/** How storages are, each looked at now: a bucket that is away may take seconds, which the rest of the page does not wait for. */
export async function StorageStates() {
  const storages = await listStorages(await requireContext());
  return (
    <>
      <Table>
        <TableHead columns={["Name", "State", { name: "Free", from: "sm" }]} />
        <tbody>
          {storages.map(({ id, name, error, lastError, freeBytes }) => (
            <TableRow key={id}>
              <TableCell className="align-top font-medium">{name}</TableCell>
              <TableCell className="align-top [overflow-wrap:anywhere]">
                <Status tone={error ? "danger" : lastError ? "warning" : "success"}>
                  {error ? "Not reached" : lastError ? "Failed lately" : "In order"}
                </Status>
                {error && <p className="text-xs">{error}</p>}
                {lastError && !error && (
                  <p className="text-xs">
                    <RelativeTime value={lastError.at} />: {lastError.message}
                  </p>
                )}
              </TableCell>
              <TableCell className="hidden align-top sm:table-cell">
                {freeBytes === null ? "—" : formatBytes(freeBytes)}
              </TableCell>
            </TableRow>
          ))}
        </tbody>
      </Table>
      <p>
        <TextLink href="/storages">Add, try and remove storages</TextLink>
      </p>
    </>
  );
}
