-- From where an operation imports, and how far it is. The URL goes when it ends.
CREATE TABLE "imports" (
  "operationId" UUID PRIMARY KEY REFERENCES "operations" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "source" TEXT NOT NULL,
  "urlEncrypted" TEXT,
  "isCertificateChecked" BOOLEAN NOT NULL DEFAULT true,
  "way" TEXT NOT NULL CHECK ("way" IN ('dump', 'typed')),
  "keysPerSecondMax" INTEGER,
  "progress" JSONB,
  "keys" INTEGER,
  "cancelAskedAt" TIMESTAMPTZ(3),
  "settledAt" TIMESTAMPTZ(3)
);
