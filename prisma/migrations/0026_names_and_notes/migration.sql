-- What people call a database, and what they want to remember of it.
ALTER TABLE "addons" ADD COLUMN "name" TEXT, ADD COLUMN "note" TEXT;
