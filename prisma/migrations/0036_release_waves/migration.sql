-- All databases of a release take its newest build, so many at once, until none is left, one fails or somebody stops it.
CREATE TYPE "ReleaseWaveStatus" AS ENUM ('running', 'done', 'stopped', 'failed');

CREATE TABLE "release_waves" (
  "id" UUID PRIMARY KEY,
  "engine" TEXT NOT NULL,
  "version" TEXT NOT NULL,
  "isInWindows" BOOLEAN NOT NULL,
  "atOnce" INTEGER NOT NULL,
  "status" "ReleaseWaveStatus" NOT NULL DEFAULT 'running',
  "actorId" TEXT REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  "reason" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "endedAt" TIMESTAMPTZ(3)
);
CREATE UNIQUE INDEX "release_waves_running_key" ON "release_waves"("engine", "version") WHERE "status" = 'running';
CREATE INDEX "release_waves_engine_version_createdAt_idx" ON "release_waves"("engine", "version", "createdAt" DESC);

-- What it has begun of a database: an operation, or where it waits for the window a maintenance.
CREATE TABLE "release_wave_parts" (
  "waveId" UUID NOT NULL REFERENCES "release_waves"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "databaseId" UUID NOT NULL REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "operationId" UUID REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "maintenanceId" UUID REFERENCES "maintenances"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  PRIMARY KEY ("waveId", "databaseId"),
  CONSTRAINT "release_wave_parts_one" CHECK (("operationId" IS NULL) <> ("maintenanceId" IS NULL))
);
CREATE INDEX "release_wave_parts_databaseId_idx" ON "release_wave_parts"("databaseId");
CREATE INDEX "release_wave_parts_operationId_idx" ON "release_wave_parts"("operationId");
CREATE INDEX "release_wave_parts_maintenanceId_idx" ON "release_wave_parts"("maintenanceId");

-- When the sources of releases are asked next, and why the last time came to nothing. One row.
CREATE TABLE "release_checks" (
  "id" INTEGER PRIMARY KEY DEFAULT 1 CHECK ("id" = 1),
  "dueAt" TIMESTAMPTZ(3) NOT NULL,
  "endedAt" TIMESTAMPTZ(3),
  "reason" TEXT
);

-- What each source of a release had when it answered last, and since when it does not.
CREATE TABLE "release_sources" (
  "release" TEXT NOT NULL,
  "builtFrom" TEXT NOT NULL,
  "build" TEXT,
  "answeredAt" TIMESTAMPTZ(3),
  "awaySince" TIMESTAMPTZ(3),
  "reason" TEXT,
  PRIMARY KEY ("release", "builtFrom")
);

-- What administrators were told of a release, so that they are told it once.
CREATE TABLE "release_news" (
  "release" TEXT NOT NULL,
  "builtFrom" TEXT NOT NULL,
  "news" TEXT NOT NULL,
  "toldAt" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("release", "builtFrom", "news")
);
