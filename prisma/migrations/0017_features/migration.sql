-- What a feature is switched to while it is PENDING, and what it is afterwards. "reason" says why the last switch failed.
ALTER TABLE "features" ADD COLUMN "isOn" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "features" ADD COLUMN "options" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "features" ADD COLUMN "reason" TEXT;

-- What people have set, by name. What is not in it has its default.
ALTER TABLE "databases" ADD COLUMN "settings" JSONB NOT NULL DEFAULT '{}';

-- Eight hours of a weekday (0 is Sunday, hours in UTC), another one for each database.
ALTER TABLE "databases" ADD COLUMN "maintenanceWeekday" INTEGER NOT NULL DEFAULT floor(random() * 7);
ALTER TABLE "databases" ADD COLUMN "maintenanceHour" INTEGER NOT NULL DEFAULT 21;

-- CreateEnum
CREATE TYPE "MaintenanceStatus" AS ENUM ('scheduled', 'notified', 'queued', 'cancelled', 'running', 'failed', 'done');

-- What a person has put off to a window.
CREATE TABLE "maintenances" (
    "id" UUID NOT NULL,
    "databaseId" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "status" "MaintenanceStatus" NOT NULL DEFAULT 'scheduled',
    "windowAt" TIMESTAMPTZ(3) NOT NULL,
    "actorId" TEXT,
    "operationId" UUID,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "maintenances_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "maintenances_databaseId_createdAt_idx" ON "maintenances"("databaseId", "createdAt");

-- One that has not ended at a time.
CREATE UNIQUE INDEX "maintenances_unfinished" ON "maintenances"("databaseId") WHERE "endedAt" IS NULL;

-- AddForeignKey
ALTER TABLE "maintenances" ADD CONSTRAINT "maintenances_databaseId_fkey" FOREIGN KEY ("databaseId") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "maintenances" ADD CONSTRAINT "maintenances_actorId_fkey" FOREIGN KEY ("actorId") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "maintenances" ADD CONSTRAINT "maintenances_operationId_fkey" FOREIGN KEY ("operationId") REFERENCES "operations"("id") ON DELETE SET NULL ON UPDATE CASCADE;
