-- AlterTable
ALTER TABLE "databases" ADD COLUMN "gatewayGeneration" INTEGER NOT NULL DEFAULT 1;
