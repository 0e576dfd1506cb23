-- All databases of a host are moved to others, so many at once, until none is left, one fails or somebody stops it.
CREATE TYPE "HostDrainStatus" AS ENUM ('running', 'done', 'stopped', 'failed');

CREATE TABLE "host_drains" (
  "id" UUID PRIMARY KEY,
  "hostId" TEXT NOT NULL,
  "hostName" TEXT NOT NULL,
  "atOnce" INTEGER NOT NULL,
  "status" "HostDrainStatus" NOT NULL DEFAULT 'running',
  "actorId" TEXT REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  "reason" TEXT,
  "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "endedAt" TIMESTAMPTZ(3)
);
CREATE UNIQUE INDEX "host_drains_running_key" ON "host_drains"("hostId") WHERE "status" = 'running';
CREATE INDEX "host_drains_hostId_createdAt_idx" ON "host_drains"("hostId", "createdAt" DESC);

CREATE TABLE "host_drain_moves" (
  "drainId" UUID NOT NULL REFERENCES "host_drains"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "operationId" UUID NOT NULL REFERENCES "operations"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  PRIMARY KEY ("drainId", "operationId")
);
CREATE INDEX "host_drain_moves_operationId_idx" ON "host_drain_moves"("operationId");
