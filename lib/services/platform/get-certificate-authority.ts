import type { Ports } from "../context";

/** The certificate by which a client knows a database of this Berth, PEM. No secret: for everybody. */
export const getCertificateAuthority = ({ authority }: Pick<Ports, "authority">): Promise<string> =>
  authority.certificatePem();
