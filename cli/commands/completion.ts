import { z } from "zod";
import { command } from "../command";
import { completionScript, SHELLS } from "../render/completion";

export const completion = command({
  name: "completion",
  usage: "<shell>",
  group: "Other",
  summary: `print a script for completion: ${SHELLS.join(", ")}`,
  input: z.object({ shell: z.enum(SHELLS, { error: `The shells are ${SHELLS.join(", ")}.` }) }),
  async run({ loadCommands, options, terminal }, { shell }) {
    const script = completionScript(shell, await loadCommands());
    if (options.json) terminal.json({ shell, script });
    else terminal.print(script);
  },
});
