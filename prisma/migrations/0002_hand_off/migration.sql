-- What a change goes from and to, and what a step measured or how far it is.
ALTER TABLE "operations" ADD COLUMN "change" JSONB;
ALTER TABLE "operation_steps" ADD COLUMN "detail" JSONB;

-- A changed gateway needs a new revision of its service and its secret.
ALTER TABLE "databases" ADD COLUMN "gatewayRevision" INTEGER NOT NULL DEFAULT 1;

-- A node made by a change knows the one that it took over from, and how far the history of writes was at that moment.
ALTER TABLE "nodes" ADD COLUMN "predecessorId" UUID;
ALTER TABLE "nodes" ADD COLUMN "tookOverAt" TIMESTAMPTZ(3);
ALTER TABLE "nodes" ADD COLUMN "tookOverReplicationId" TEXT;
ALTER TABLE "nodes" ADD COLUMN "tookOverOffset" BIGINT;
ALTER TABLE "nodes" ADD CONSTRAINT "nodes_predecessorId_fkey" FOREIGN KEY ("predecessorId") REFERENCES "nodes"("id") ON DELETE SET NULL ON UPDATE CASCADE;
