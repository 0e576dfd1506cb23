import { startSshServer } from "../adapters/ssh/server";
import { SSH_LIMITS } from "../core/ssh/limits";
import { personActor } from "../services/context";
import { config } from "./config";
import { platform } from "./container";
import { contextOf } from "./context";
import { ensureHostKey } from "./host-key";
import { log } from "./log";
import { surviveRejections } from "./rejections";
import { sshPolicy } from "./ssh-policy";

/** Lets people reach their databases by SSH until it is told to stop. A start that fails (the port is taken) ends the process; it is started again. */
export async function runSshGateway(): Promise<void> {
  const { BERTH_SSH_HOST: host, BERTH_SSH_PORT: port, BERTH_DATA_DIR: dataDir } = config();
  surviveRejections("ssh");
  const server = await startSshServer({
    host,
    port,
    hostKey: ensureHostKey(dataDir),
    limits: SSH_LIMITS,
    policy: sshPolicy({
      door: platform().door,
      limits: SSH_LIMITS,
      contextOf: (person) => contextOf(personActor(person, null)),
    }),
  });
  log.info("ssh.started", { host, port: server.port });
  const end = () => void server.close().finally(() => process.exit(0));
  process.once("SIGTERM", end).once("SIGINT", end);
}
