import { X509Certificate } from "node:crypto";
import { GATEWAY_FILES } from "../../core/databases/gateway-door";
import type { Commands } from "./commands";

/** HAProxy takes lines of 16 KiB; one order is some 35 characters. */
const ORDERS_A_LINE = 100;

/** Variables are changed in this mode alone; it ends with the connection. @throws Error with what HAProxy said. */
export async function setVariable(commands: Commands, name: string, value: number): Promise<void> {
  const said = await commands.say(`experimental-mode on;set var proc.${name} int(${value})`);
  if (said.trim() !== "") throw new Error(said.trim());
}

/** Those that came in plain text and were led to a node. One that TLS is spoken on leads to the part for it instead. */
export async function endPlainSessions(commands: Commands): Promise<void> {
  const ids = plainSessions(await commands.say("show sess"));
  for (let at = 0; at < ids.length; at += ORDERS_A_LINE) {
    const orders = ids.slice(at, at + ORDERS_A_LINE).map((id) => `shutdown session ${id}`);
    await commands.say(orders.join(";"));
  }
}

/** @source https://docs.haproxy.org/3.2/management.html#9.3-show%20sess */
export const plainSessions = (text: string): string[] =>
  text.split("\n").flatMap((line) => /^(0x[0-9a-f]+): .*\bfe=redis be=nodes\b/.exec(line)?.[1] ?? []);

/**
 * Connections that stand keep the former certificate. @throws Error with what HAProxy said, and then the former one stays.
 * @source https://docs.haproxy.org/3.2/management.html#9.3-set%20ssl%20cert
 */
export async function replaceCertificate(commands: Commands, pem: string): Promise<void> {
  const file = GATEWAY_FILES.certificate;
  const shown = await commands.say(`show ssl cert ${file}`);
  const wanted = new X509Certificate(pem).fingerprint.replaceAll(":", "");
  if (shown.includes(wanted)) return;
  // An empty line ends what is given.
  await commands.say(`set ssl cert ${file} <<\n${pem.trim()}\n`);
  const said = await commands.say(`commit ssl cert ${file}`);
  if (!said.includes("Success!")) throw new Error(said.trim());
}
