import { X509Certificate } from "node:crypto";
import type { CertificateView, InstanceView } from "../../contract/instance";
import { onlyUnavailable } from "../../core/errors";
import { doorCertificateName } from "../../core/hosts/engine-door";
import { listCertificates } from "../../db/certificates";
import { findFirstToEnd } from "../../db/gateway-certificates";
import { listKnownHosts } from "../../db/hosts";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { hostViews } from "../hosts/host-views";
import { type DoctorParts, listFindings } from "./list-findings";
import { listReleases } from "./list-releases";

/** This Berth as a whole: hosts by name, findings, certificates. @throws DomainError `forbidden` unless an administrator asks. */
export async function getInstance(
  ctx: Context,
  parts: DoctorParts & { version: string },
): Promise<InstanceView> {
  requireAdmin(ctx);
  const [hosts, findings, certificates, releases] = await Promise.all([
    hostViews(ctx).catch(onlyUnavailable),
    listFindings(parts),
    listEnds(),
    listReleases(ctx),
  ]);
  return { version: parts.version, instance: ctx.instance, hosts, findings, certificates, releases };
}

const NAMES: Record<string, string> = {
  ca: "Authority of this Berth",
  "link-server": "Link, its own end",
  "link-client": "Link, the control plane's end",
};

function doorWords(name: string, hosts: readonly { id: string; name: string }[]): string | null {
  const host = hosts.find(({ id }) => doorCertificateName(id) === name);
  return host ? `Door to the engine of ${host.name}` : null;
}

/** Only certificates that are renewed by hand, or by nobody, and the one database that is due first: the others end later. */
async function listEnds(): Promise<CertificateView[]> {
  const [own, first, hosts] = await Promise.all([listCertificates(), findFirstToEnd(), listKnownHosts()]);
  const views = own.map(({ name, certificatePem }) => ({
    name: NAMES[name] ?? doorWords(name, hosts) ?? name,
    endsAt: new Date(new X509Certificate(certificatePem).validTo).toISOString(),
  }));
  if (!first) return views;
  const { resourceId, expiresAt } = first;
  return [...views, { name: `First of databases: ${resourceId}`, endsAt: expiresAt.toISOString() }];
}
