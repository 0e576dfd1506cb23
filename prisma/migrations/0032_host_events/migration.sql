-- Nodes of one lineage may lead to each other. One that came in the place of a node that nobody could close begins another.
ALTER TABLE "nodes" ADD COLUMN "lineage" INTEGER NOT NULL DEFAULT 0;

-- What is told of the platform itself, such as its hosts, belongs to no app.
ALTER TABLE "events" ALTER COLUMN "appId" DROP NOT NULL;
