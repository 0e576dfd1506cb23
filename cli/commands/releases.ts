import { z } from "zod";
import { RELEASE_ROUTES } from "@/lib/contract/api/releases";
import { command } from "../command";
import { releasesTable } from "../render/releases";

export const releases = command({
  name: "releases",
  group: "Releases",
  summary: "list releases of engines, their builds and how many databases run each (administrators)",
  input: z.object({}),
  async run({ call, options, terminal }) {
    const { data } = await call(RELEASE_ROUTES.listReleases);
    if (options.json) terminal.json(data.releases);
    else releasesTable(data.releases).forEach(terminal.print);
  },
});
