-- Where backups are kept. The secret is encrypted, everything else a storage is reached by stands in the settings.
CREATE TABLE "storages" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" JSONB NOT NULL,
    "secretEncrypted" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "storages_pkey" PRIMARY KEY ("id")
);

-- CreateEnum
CREATE TYPE "BackupStatus" AS ENUM ('scheduled', 'running', 'done', 'error');

-- "number" says which one was taken later, whatever the clock said.
CREATE TABLE "backups" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "databaseId" UUID NOT NULL,
    "operationId" UUID,
    "method" TEXT NOT NULL,
    "status" "BackupStatus" NOT NULL DEFAULT 'scheduled',
    "version" TEXT NOT NULL,
    "slotAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "dumpBytes" BIGINT,
    "dumpSha256" TEXT,
    "archiveBytes" BIGINT,
    "usedMemoryBytes" BIGINT,
    "keysAtStart" JSONB,
    "keysAtEnd" JSONB,
    "keysByDatabase" JSONB,
    "functions" INTEGER,
    "loadMs" INTEGER,
    "provenAt" TIMESTAMPTZ(3),
    "drilledAt" TIMESTAMPTZ(3),
    "errorReason" TEXT,
    "errorMessage" TEXT,
    "deletedAt" TIMESTAMPTZ(3),

    CONSTRAINT "backups_pkey" PRIMARY KEY ("id")
);

-- CreateEnum
CREATE TYPE "BackupObjectStatus" AS ENUM ('writing', 'stored', 'proven', 'failed');

-- Written before the first byte is stored, so that no object of ours is unknown. "bytes" and "sha256" are those of what is stored.
CREATE TABLE "backup_objects" (
    "id" UUID NOT NULL,
    "backupId" UUID NOT NULL,
    "storageId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "status" "BackupObjectStatus" NOT NULL DEFAULT 'writing',
    "bytes" BIGINT,
    "sha256" TEXT,
    "error" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "provenAt" TIMESTAMPTZ(3),
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "backup_objects_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "databases" ADD COLUMN "isBackupOn" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "databases" ADD COLUMN "backupHourUtc" INTEGER NOT NULL DEFAULT 0;
-- Slots before this moment are not caught up.
ALTER TABLE "databases" ADD COLUMN "backupOnSince" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
-- Set once people were told that no good backup was made for too long, empty again with the next good one.
ALTER TABLE "databases" ADD COLUMN "backupMissedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE UNIQUE INDEX "backups_number_key" ON "backups"("number");

-- CreateIndex
CREATE INDEX "backups_databaseId_number_idx" ON "backups"("databaseId", "number");

-- CreateIndex
CREATE INDEX "backups_operationId_idx" ON "backups"("operationId");

-- CreateIndex
CREATE UNIQUE INDEX "backup_objects_storageId_name_key" ON "backup_objects"("storageId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "backup_objects_backupId_storageId_attempt_key" ON "backup_objects"("backupId", "storageId", "attempt");

-- AddForeignKey
ALTER TABLE "backups" ADD CONSTRAINT "backups_databaseId_fkey" FOREIGN KEY ("databaseId") REFERENCES "databases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backups" ADD CONSTRAINT "backups_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "operations"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backup_objects" ADD CONSTRAINT "backup_objects_backupId_fkey" FOREIGN KEY ("backupId") REFERENCES "backups"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "backup_objects" ADD CONSTRAINT "backup_objects_storageId_fkey" FOREIGN KEY ("storageId") REFERENCES "storages"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Invariants that the schema language cannot say.

-- No two storages of one name that are in use.
CREATE UNIQUE INDEX "storages_name_live_key" ON "storages"("name") WHERE "removedAt" IS NULL;

-- Of all attempts at a copy one counts.
CREATE UNIQUE INDEX "backup_objects_counting_key" ON "backup_objects"("backupId", "storageId") WHERE "status" IN ('stored', 'proven');

ALTER TABLE "backups" ADD CONSTRAINT "backups_done_check" CHECK ("status" <> 'done' OR ("provenAt" IS NOT NULL AND "dumpSha256" IS NOT NULL AND "archiveBytes" IS NOT NULL));
ALTER TABLE "backups" ADD CONSTRAINT "backups_error_check" CHECK (("status" = 'error') = ("errorReason" IS NOT NULL) AND ("errorReason" IS NULL) = ("errorMessage" IS NULL));
ALTER TABLE "databases" ADD CONSTRAINT "databases_backupHourUtc_check" CHECK ("backupHourUtc" BETWEEN 0 AND 23);
