-- Machines of the Swarm as the worker last saw them. One that left stays, for databases may still be told to stand there.
CREATE TYPE "HostState" AS ENUM ('ready', 'paused', 'drained', 'down', 'left');

CREATE TABLE "hosts" (
  "id" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "state" "HostState" NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL
);
