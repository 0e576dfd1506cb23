import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test, vi } from "vitest";
import type { GroupView, HealthView } from "@/lib/contract/databases";
import { GroupNodes } from "./group-nodes";
import { healthQuery } from "./queries";

// As after the first rendering in a browser, which shows no answers yet.
vi.mock("../ui/use-in-browser", () => ({ useInBrowser: () => true }));

const GROUP: GroupView = {
  nodes: [
    { name: "b-node-1", hostName: "host-1", state: "master", lagBytes: null },
    { name: "b-node-2", hostName: "host-2", state: "replica", lagBytes: 2_048 },
    { name: "b-node-3", hostName: null, state: "silent", lagBytes: null },
  ],
  trouble: "b-node-3 is not in step: if another node is lost now, writes are refused.",
};

function draw(group: GroupView | null): string {
  const client = new QueryClient();
  const now: HealthView = {
    ...{ state: "unreachable", checkedAt: "2026-01-05T10:11:12.000Z", reason: "", hostGone: null },
    group,
  };
  client.setQueryData(healthQuery("my-app-3030").queryKey, { now, lastHealthy: null });
  return renderToStaticMarkup(
    <QueryClientProvider client={client}>
      <GroupNodes resourceId="my-app-3030" />
    </QueryClientProvider>,
  );
}

test("each node is shown with what it is, how far it is behind and where, and what is wrong stands above them", () => {
  const page = draw(GROUP);
  for (const text of ["b-node-1", "Master", "host-1", "Replica", "2 KiB", "Does not answer", GROUP.trouble])
    expect(page).toContain(text);
});

test("of one that is whole nothing is wrong, and of a database of one node there is nothing to see", () => {
  expect(draw({ ...GROUP, trouble: null })).not.toContain("in step");
  expect(draw(null)).toBe("");
});
