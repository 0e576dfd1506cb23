-- AlterTable
ALTER TABLE "nodes" ADD COLUMN "cpuLentUntil" TIMESTAMPTZ(3);
