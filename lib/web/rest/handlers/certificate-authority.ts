import "server-only";
import type { CERTIFICATE_AUTHORITY_ROUTES } from "../../../contract/api/certificate-authority";
import { getCertificateAuthority } from "../../../services/platform/get-certificate-authority";
import type { Call, Handlers } from "../handler";

type Routes = typeof CERTIFICATE_AUTHORITY_ROUTES;

async function answer({ request, answerHeaders }: Call<Routes["getCertificateAuthority"]>): Promise<string> {
  answerHeaders.set("content-type", "application/x-pem-file");
  answerHeaders.set("content-disposition", 'attachment; filename="berth-ca.pem"');
  return getCertificateAuthority(request.parts);
}

export const CERTIFICATE_AUTHORITY_HANDLERS: Handlers<Routes> = {
  getCertificateAuthority: answer,
  getDatabaseCertificateAuthority: answer,
};
