"use client";
import { healthQuery } from "@/components/databases/queries";
import { Alert } from "@/components/ui/alert";
import { Section } from "@/components/ui/section";
import { Status, type Tone } from "@/components/ui/status";
import { Table, TableCell, TableHead, TableRow } from "@/components/ui/table";
import { useAnswer } from "@/components/ui/use-answer";
import type { GroupView } from "@/lib/contract/databases";
import { formatBytes } from "@/lib/core/units";

type NodeView = GroupView["nodes"][number];

const STATES: Record<NodeView["state"], { tone: Tone; word: string }> = {
  master: { tone: "success", word: "Master" },
  replica: { tone: "success", word: "Replica" },
  joining: { tone: "progress", word: "Copying the data" },
  stray: { tone: "warning", word: "Replaced, not following yet" },
  silent: { tone: "danger", word: "Does not answer" },
};

const COLUMNS = ["Node", "State", "Behind", { name: "Host", from: "sm" as const }];

/** The nodes of a highly available database, and what is wrong with them; nothing for a database of one node. */
export function GroupNodes({ resourceId }: { resourceId: string }) {
  const { data } = useAnswer(healthQuery(resourceId));
  const group = data && "group" in data.now ? data.now.group : null;
  if (!group) return null;
  return (
    <Section title="Nodes">
      {group.trouble !== null && (
        <Alert tone="warning" title="Not all of its nodes are in step">
          <p>{group.trouble}</p>
        </Alert>
      )}
      <Table>
        <TableHead columns={COLUMNS} />
        <tbody>
          {group.nodes.map((node) => (
            <NodeRow key={node.name} node={node} />
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function NodeRow({ node: { name, state, lagBytes, hostName } }: { node: NodeView }) {
  const { tone, word } = STATES[state];
  return (
    <TableRow>
      <TableCell className="font-mono [overflow-wrap:anywhere]">{name}</TableCell>
      <TableCell>
        <Status tone={tone}>{word}</Status>
      </TableCell>
      <TableCell>{lagBytes === null ? "—" : formatBytes(lagBytes)}</TableCell>
      <TableCell className="hidden sm:table-cell">{hostName ?? "—"}</TableCell>
    </TableRow>
  );
}
