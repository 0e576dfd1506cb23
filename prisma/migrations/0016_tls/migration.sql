-- The certificate that a gateway shows. What it started with stands in a secret, which nobody changes: "renewedAtRevision" is the
-- gateway's revision when it was last renewed (a gateway of that revision starts with the former one, which ends at "startsWithUntil").
CREATE TABLE "gateway_certificates" (
  "databaseId" UUID PRIMARY KEY REFERENCES "databases" ("id"),
  "names" TEXT[] NOT NULL,
  "certificatePem" TEXT NOT NULL,
  "privateKeyEncrypted" TEXT NOT NULL,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  "renewedAtRevision" INTEGER,
  "startsWithUntil" TIMESTAMPTZ(3)
);
