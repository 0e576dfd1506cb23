import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { TableCell, TableHead, TableRow } from "@/components/ui/table";
import { TextTable } from "@/components/ui/text-table";
import { CLIENT_GUIDE } from "@/lib/core/clients/guide";
import { CLIENT_NOTES } from "@/lib/core/clients/notes";
import { requireContext } from "@/lib/web/session";
import { WithCode } from "./with-code";

export const metadata: Metadata = { title: "Programs and their connections" };

export default async function ClientsPage() {
  await requireContext();
  return (
    <div className="grid gap-10">
      <PageHeader
        title="Programs and their connections"
        description="What a program meets while its database changes plan or version, and what makes that unnoticeable."
      />
      {CLIENT_GUIDE.map(({ title, text }) => (
        <Section key={title} title={title}>
          <ul className="grid max-w-3xl list-disc gap-2 pl-5">
            {text.map((line) => (
              <li key={line}>
                <WithCode text={line} />
              </li>
            ))}
          </ul>
        </Section>
      ))}
      <Section id="each" title="Each client">
        <TextTable>
          <TableHead columns={["Client", "When its connections are closed", "Settings", "For TLS"]} />
          <tbody>
            {CLIENT_NOTES.map(({ name, does, settings, tls }) => (
              <TableRow key={name}>
                <TableCell className="min-w-40 align-top font-medium">{name}</TableCell>
                <TableCell className="min-w-64 align-top">
                  <WithCode text={does} />
                </TableCell>
                <TableCell className="min-w-64 align-top">
                  <WithCode text={settings} />
                </TableCell>
                <TableCell className="min-w-48 align-top">{tls && <WithCode text={tls} />}</TableCell>
              </TableRow>
            ))}
          </tbody>
        </TextTable>
      </Section>
    </div>
  );
}
