-- The data folder that a worker belongs to: two Berths of one instance never bear one name.
ALTER TABLE "workers" ADD COLUMN "holder" TEXT;
