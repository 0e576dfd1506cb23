import { z } from "zod";

/** A place for a node in the gateway. `host` is the name that it was found by, `address` as in the answer of the engine's DNS. */
export type ServerState = { name: string; host: string; address: string; isUp: boolean };

/**
 * The places that a node stands in, from the answer to `show servers state`. @throws ZodError when it is not one.
 * @source https://docs.haproxy.org/3.2/management.html#9.3-show%20servers%20state
 */
export function parseServerStates(text: string): ServerState[] {
  const lines = text.split("\n").map((line) => line.trim());
  const columns =
    lines
      .find((line) => line.startsWith("# "))
      ?.slice(2)
      .split(" ") ?? [];
  const rows = lines.filter((line) => /^\d+ \S/.test(line)).map((line) => line.split(" "));
  return rows
    .map((row) => Row.parse(Object.fromEntries(columns.map((column, at) => [column, row[at]]))))
    .filter(({ srv_addr: address, srv_admin_state: forced }) => address !== "-" && forced === 0)
    .map(({ srv_name: name, srv_fqdn: host, srv_addr: address, srv_op_state: state }) => ({
      name,
      host,
      address,
      isUp: state !== 0,
    }));
}

const Row = z.object({
  srv_name: z.string().regex(/^\w+$/),
  srv_addr: z.string(),
  srv_fqdn: z.string(),
  srv_op_state: z.coerce.number().int(),
  srv_admin_state: z.coerce.number().int(),
});
