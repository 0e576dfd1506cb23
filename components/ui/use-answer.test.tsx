import { QueryClient, QueryClientProvider, queryOptions } from "@tanstack/react-query";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { useAnswer } from "./use-answer";

const query = queryOptions({ queryKey: ["count"], queryFn: async () => 3 });

function Count() {
  const { data = "nothing yet" } = useAnswer(query);
  return <p>{data}</p>;
}

test("what the server sends has no answer yet, and neither has what takes it up, whatever others have been told", () => {
  const client = new QueryClient();
  client.setQueryData(query.queryKey, 3);
  // As the first rendering in a browser that takes up what was sent, which reads the server's value of every outside store.
  const sent = renderToString(
    <QueryClientProvider client={client}>
      <Count />
    </QueryClientProvider>,
  );
  expect(sent).toBe("<p>nothing yet</p>");
});
