import { createHash } from "node:crypto";
import { HAPROXY_IMAGE, HAPROXY_UID } from "../core/databases/images";
import { LINK_FILES, LINK_PORT, linkConfig } from "../core/databases/link-config";
import { controlNetworkName, linkContainerName } from "../core/databases/names";
import { onlyUnavailable } from "../core/errors";
import { MIB, SECOND_MS } from "../core/units";
import type { LocalContainerSpec } from "../ports/docker-engine";
import { poll } from "../time/wait";
import { ensureCertificates, type PlatformCertificates } from "./certificates";
import { platform } from "./container";
import { describeError, log } from "./log";

const MEMORY_LIMIT_BYTES = 128 * MIB;
const ANSWER_MS = 10 * SECOND_MS;

/** Makes the control network and the link run; leaves alone what runs as it should. */
export async function ensureLink(): Promise<void> {
  const { engine, instance, cipher, linkPort } = platform();
  const owner = { appId: null, databaseId: null };
  await engine.applyNetwork({ name: controlNetworkName(instance), owner, isAttachable: true });
  await engine.applyLocalContainer(
    linkContainer(instance, linkPort, await ensureCertificates(cipher, instance)),
  );
}

function linkContainer(
  instance: string,
  publishedPort: number,
  { authority, linkServer }: PlatformCertificates,
): LocalContainerSpec {
  const file = (path: string, content: string) => ({ path, content, uid: HAPROXY_UID, mode: 0o400 });
  const files = [
    file(LINK_FILES.config, linkConfig(instance)),
    file(LINK_FILES.certificate, `${linkServer.certificatePem}${linkServer.keyPem}`),
    file(LINK_FILES.authority, authority.certificatePem),
  ];
  return {
    name: linkContainerName(instance),
    image: HAPROXY_IMAGE,
    network: controlNetworkName(instance),
    files,
    command: ["haproxy", "-f", LINK_FILES.config],
    user: `${HAPROXY_UID}:${HAPROXY_UID}`,
    publishedPort,
    targetPort: LINK_PORT,
    memoryLimitBytes: MEMORY_LIMIT_BYTES,
    fingerprint: createHash("sha256")
      .update(JSON.stringify([files, publishedPort]))
      .digest("hex"),
  };
}

/**
 * Makes the link run again when it does not answer: after a crash of its own the engine does not bring it back when its network
 * is late. One that runs and still does not answer is made anew.
 */
export async function keepLink(): Promise<void> {
  const { engine, instance, pingLink } = platform();
  const answers = async () => {
    try {
      await pingLink();
      return true;
    } catch (error) {
      onlyUnavailable(error);
      log.warn("link.silent", { error: describeError(error) });
      return false;
    }
  };
  if (await answers()) return;
  await ensureLink();
  if (await poll(answers, { timeoutMs: ANSWER_MS })) return;
  await engine.removeLocalContainer(linkContainerName(instance));
  await ensureLink();
}
