import { z } from "zod";
import { command } from "../command";
import { loadAuthority } from "../tunnel/secure";

export const caCertificate = command({
  name: "ca-certificate",
  group: "Databases",
  summary: "print the certificate by which clients know databases over TLS: berth ca-certificate > ca.pem",
  input: z.object({}),
  async run(session) {
    const pem = await loadAuthority(session);
    if (session.options.json) session.terminal.json({ ca_certificate: pem });
    else session.terminal.print(pem.trimEnd());
  },
});
