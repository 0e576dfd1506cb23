-- What a node runs, what its database runs now, and what a backup was taken of. The addon keeps the provider that it was ordered from.
ALTER TABLE "databases" ADD COLUMN "engine" TEXT NOT NULL DEFAULT 'redis';
ALTER TABLE "nodes" ADD COLUMN "engine" TEXT NOT NULL DEFAULT 'redis';
ALTER TABLE "backups" ADD COLUMN "engine" TEXT NOT NULL DEFAULT 'redis';
