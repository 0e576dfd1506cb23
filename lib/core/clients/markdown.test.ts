import { expect, test } from "vitest";
import { clientsMarkdown } from "./markdown";

test("docs/clients.md is what the guide says; `npm run docs:clients` writes it anew", async () => {
  await expect(clientsMarkdown()).toMatchFileSnapshot("../../../docs/clients.md");
});
