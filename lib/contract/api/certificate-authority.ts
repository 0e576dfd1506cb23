import { z } from "zod";
import { route } from "./route";

const certificate = (path: `/${string}`) =>
  route({
    method: "GET",
    path,
    tag: "Databases",
    summary: "The certificate of the authority that issues those of databases, as a PEM file",
    needs: "nothing",
    answer: z.string().describe("PEM."),
  });

/** The same file for both sides of the API: it is no secret. */
export const CERTIFICATE_AUTHORITY_ROUTES = {
  getCertificateAuthority: certificate("/v1/ca_certificate"),
  getDatabaseCertificateAuthority: certificate("/api/ca_certificate"),
};
