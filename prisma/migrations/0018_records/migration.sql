-- What a storage said when it last failed, empty again once it works.
ALTER TABLE "storages" ADD COLUMN "lastError" TEXT;
ALTER TABLE "storages" ADD COLUMN "lastErrorAt" TIMESTAMPTZ(3);

-- Backups of these records themselves. Sizes are those of what is stored, "copies" tells each storage's outcome.
CREATE TABLE "records_backups" (
    "id" UUID NOT NULL,
    "status" "BackupStatus" NOT NULL DEFAULT 'scheduled',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "bytes" BIGINT,
    "rows" BIGINT,
    "proofMs" INTEGER,
    "provenAt" TIMESTAMPTZ(3),
    "copies" JSONB NOT NULL DEFAULT '[]',
    "errorReason" TEXT,
    "errorMessage" TEXT,

    CONSTRAINT "records_backups_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "records_backups_createdAt_idx" ON "records_backups"("createdAt");

-- Invariants that the schema language cannot say.

-- One at a time.
CREATE UNIQUE INDEX "records_backups_unfinished_key" ON "records_backups"((true)) WHERE "status" IN ('scheduled', 'running');

ALTER TABLE "records_backups" ADD CONSTRAINT "records_backups_done_check" CHECK ("status" <> 'done' OR ("provenAt" IS NOT NULL AND "bytes" IS NOT NULL AND "rows" IS NOT NULL));
ALTER TABLE "records_backups" ADD CONSTRAINT "records_backups_error_check" CHECK (("status" = 'error') = ("errorReason" IS NOT NULL) AND ("errorReason" IS NULL) = ("errorMessage" IS NULL));
ALTER TABLE "storages" ADD CONSTRAINT "storages_lastError_check" CHECK (("lastError" IS NULL) = ("lastErrorAt" IS NULL));
