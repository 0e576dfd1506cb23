// Must come first: @peculiar/x509 refuses to load without it.
import "reflect-metadata";
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { DAY_MS, HOUR_MS } from "../../core/units";
import type { CertificateAuthority, KeyPair } from "../../ports/certificate-authority";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const AUTHORITY_DAYS = 3_652;
/** A machine whose clock is behind still accepts a new certificate. */
const CLOCK_SKEW_MS = HOUR_MS;

type Keys = CryptoKeyPair;

const newKeys = async (): Promise<Keys> => crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

/** 127 bits, never zero in front, so that the number is positive and of one length. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0);
  return bytes.toString("hex");
}

const validity = (days: number) => ({
  notBefore: new Date(Date.now() - CLOCK_SKEW_MS),
  notAfter: new Date(Date.now() + days * DAY_MS),
});

async function keyPairOf(certificate: X509Certificate, { privateKey }: Keys): Promise<KeyPair> {
  const key = await crypto.subtle.exportKey("pkcs8", privateKey);
  return {
    certificatePem: `${certificate.toString("pem")}\n`,
    keyPem: `${PemConverter.encode(key, "PRIVATE KEY")}\n`,
  };
}

async function createAuthority(name: string): Promise<KeyPair> {
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [name] }],
    ...validity(AUTHORITY_DAYS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    ],
  });
  return keyPairOf(certificate, keys);
}

type Leaf = { name: string; usage: ExtendedKeyUsage; validDays: number; extensions: Extension[] };

async function issue(authority: KeyPair, { name, usage, validDays, extensions }: Leaf): Promise<KeyPair> {
  const issuer = new X509Certificate(authority.certificatePem);
  const der = PemConverter.decodeFirst(authority.keyPem);
  const signingKey = await crypto.subtle.importKey("pkcs8", der, ALGORITHM, false, ["sign"]);
  const keys = await newKeys();
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [name] }],
    issuer: issuer.subjectName,
    ...validity(validDays),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([usage]),
      await SubjectKeyIdentifierExtension.create(keys.publicKey, false),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey, false),
      ...extensions,
    ],
  });
  return keyPairOf(certificate, keys);
}

/** Certificates of ECDSA P-256 made in this process. */
export const x509CertificateAuthority: CertificateAuthority = {
  createAuthority,
  issueServer: (authority, { names, validDays }) => {
    const alternatives = new SubjectAlternativeNameExtension(
      names.map((value) => ({ type: isIP(value) ? ("ip" as const) : ("dns" as const), value })),
    );
    const name = names[0] ?? "server";
    const usage = ExtendedKeyUsage.serverAuth;
    return issue(authority, { name, usage, validDays, extensions: [alternatives] });
  },
  issueClient: (authority, { name, validDays }) =>
    issue(authority, { name, usage: ExtendedKeyUsage.clientAuth, validDays, extensions: [] }),
};
