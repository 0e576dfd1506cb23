import { isLastResort, isRenewalDue, startsWithFormer } from "../../core/databases/certificate";
import { GATEWAY_GENERATION } from "../../core/databases/gateway-door";
import { gatewayName } from "../../core/databases/names";
import { isUnavailable } from "../../core/errors";
import type { DatabaseRow } from "../../db/databases";
import {
  findGatewayCertificate,
  type GatewayCertificateFacts,
  storeGatewayCertificate,
} from "../../db/gateway-certificates";
import type { KeyPair } from "../../ports/certificate-authority";
import type { WorkflowContext } from "../deps";
import { pemOf } from "../specs/gateway-service";
import { nameOf } from "./database";
import { placeOfGateway } from "./gateway-place";

/** As the control plane, the app and the world call a gateway. */
function namesOf(world: WorkflowContext, database: DatabaseRow): string[] {
  const name = nameOf(world, database);
  return [gatewayName(name), name.resourceId, ...(world.publicHost === null ? [] : [world.publicHost])];
}

/** The certificate that the gateway is to show, made when there is none or it is about to end. */
export async function certificateOf(
  world: WorkflowContext,
  database: DatabaseRow,
  now = new Date(),
): Promise<KeyPair> {
  const { cipher, authority } = world;
  const standing = await findGatewayCertificate(database.id);
  const wanted = namesOf(world, database);
  if (standing && !isRenewalDue(standing, { wanted, now }))
    return { certificatePem: standing.certificatePem, keyPem: cipher.decrypt(standing.privateKeyEncrypted) };
  const { certificatePem, keyPem, expiresAt } = await authority.issueServer(wanted);
  const privateKeyEncrypted = cipher.encrypt(keyPem);
  await storeGatewayCertificate({
    databaseId: database.id,
    names: wanted,
    expiresAt,
    certificatePem,
    privateKeyEncrypted,
  });
  return { certificatePem, keyPem };
}

/** Whether the certificate has to be renewed, or a gateway that starts anew to be told of it. One of an earlier generation has none. */
export const needsCare = (
  world: WorkflowContext,
  database: DatabaseRow,
  { facts, now }: { facts: GatewayCertificateFacts | undefined; now: Date },
): boolean =>
  facts !== undefined &&
  database.gatewayGeneration >= GATEWAY_GENERATION &&
  (isRenewalDue(facts, { wanted: namesOf(world, database), now }) ||
    startsWithFormer(facts, database.gatewayRevision));

/** Renews the certificate if that is due, and tells the running gateway, which drops nobody; `replace` is for one that takes no commands. */
export async function renewCertificate(
  world: WorkflowContext,
  database: DatabaseRow,
  { now, replace }: { now: Date; replace: () => Promise<void> },
): Promise<void> {
  const pem = pemOf(await certificateOf(world, database, now));
  try {
    await world.gateways.setCertificate(await placeOfGateway(world, database), pem);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    const facts = await findGatewayCertificate(database.id);
    if (facts && isLastResort(facts, now)) await replace();
  }
}
