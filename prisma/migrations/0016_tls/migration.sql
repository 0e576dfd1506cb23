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

-- What the gateway is told of TLS, and how those come in who come from outside: the port of the hosts, from where (empty: everywhere), and
-- the revision of what takes them.
ALTER TABLE "databases" ADD COLUMN "isTlsForced" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "databases" ADD COLUMN "publicPort" INTEGER UNIQUE CHECK ("publicPort" BETWEEN 1 AND 65535);
ALTER TABLE "databases" ADD COLUMN "allowedNetworks" TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE "databases" ADD COLUMN "publicRevision" INTEGER NOT NULL DEFAULT 0;
