import { once } from "node:events";
import { connect } from "node:net";
import { redisDumps } from "../../lib/adapters/redis/dump";
import { PASSWORD } from "./node";

/** What a node sends to Berth, without the link between them. */
export async function dumpSource(host: string): Promise<AsyncIterable<Uint8Array>> {
  const open = async () => {
    const socket = connect({ host, port: 6379 });
    await once(socket, "connect");
    return socket;
  };
  const target = { serviceName: host, user: "default", password: PASSWORD };
  return (await redisDumps({ open }).dump(target)).content;
}
