import { z } from "zod";
import { RELEASE_ROUTES } from "@/lib/contract/api/releases";
import { command } from "../command";
import { releaseNamed } from "../release";

export const releasesStop = command({
  name: "releases-stop",
  usage: "<release>",
  group: "Releases",
  summary: "stop the upgrade of all databases of a release (administrators)",
  input: z.object({ release: z.string() }),
  async run({ call, options, terminal }, { release }) {
    await call(RELEASE_ROUTES.stopReleaseUpgrade, { params: releaseNamed(release) });
    if (options.json) terminal.json({ release });
    else terminal.status(`The upgrade of the databases of ${release} is stopped`);
  },
});
