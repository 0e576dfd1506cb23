-- Figures of databases. Partitions are made and dropped by the worker, so that old rows go without a DELETE.
-- One row of "stats_10s" is one round: measures in the order of lib/core/stats/measures.ts, NULL for what is unknown.
CREATE TABLE "stats_10s" (
    "databaseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "measures" REAL[] NOT NULL,

    CONSTRAINT "stats_10s_pkey" PRIMARY KEY ("databaseId", "at")
) PARTITION BY RANGE ("at");

CREATE TABLE "stats_1m" (
    "databaseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "samples" INTEGER NOT NULL,
    "low" REAL[] NOT NULL,
    "mean" REAL[] NOT NULL,
    "high" REAL[] NOT NULL,

    CONSTRAINT "stats_1m_pkey" PRIMARY KEY ("databaseId", "at")
) PARTITION BY RANGE ("at");

CREATE TABLE "stats_15m" (
    "databaseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "samples" INTEGER NOT NULL,
    "low" REAL[] NOT NULL,
    "mean" REAL[] NOT NULL,
    "high" REAL[] NOT NULL,

    CONSTRAINT "stats_15m_pkey" PRIMARY KEY ("databaseId", "at")
) PARTITION BY RANGE ("at");

CREATE TABLE "stats_2h" (
    "databaseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "samples" INTEGER NOT NULL,
    "low" REAL[] NOT NULL,
    "mean" REAL[] NOT NULL,
    "high" REAL[] NOT NULL,

    CONSTRAINT "stats_2h_pkey" PRIMARY KEY ("databaseId", "at")
) PARTITION BY RANGE ("at");

-- Lines that nodes and gateways wrote. Their times have nine digits of a second, of which "nanos" are the last three.
CREATE TABLE "log_lines" (
    "databaseId" UUID NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "nanos" SMALLINT NOT NULL,
    "source" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "log_lines_pkey" PRIMARY KEY ("databaseId", "source", "at", "nanos")
) PARTITION BY RANGE ("at");

CREATE INDEX "log_lines_databaseId_at_idx" ON "log_lines"("databaseId", "at");

-- How far each roll-up has come.
CREATE TABLE "stat_roll_ups" (
    "resolution" TEXT NOT NULL,
    "doneUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stat_roll_ups_pkey" PRIMARY KEY ("resolution")
);

-- Databases are sampled in shards, each by one worker at a time.
CREATE TABLE "stat_shards" (
    "shard" INTEGER NOT NULL,
    "workerId" TEXT,
    "roundAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stat_shards_pkey" PRIMARY KEY ("shard")
);

INSERT INTO "stat_shards" ("shard", "roundAt") SELECT n, '2000-01-01T00:00:00Z' FROM generate_series(0, 15) n;

-- What was last seen of each database, and since when alerts are in breach or firing.
CREATE TABLE "database_stats" (
    "databaseId" UUID NOT NULL,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "sampledAt" TIMESTAMPTZ(3) NOT NULL,
    "answeredAt" TIMESTAMPTZ(3),
    "latest" JSONB NOT NULL,

    CONSTRAINT "database_stats_pkey" PRIMARY KEY ("databaseId"),
    CONSTRAINT "database_stats_databaseId_fkey" FOREIGN KEY ("databaseId") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 60);

CREATE TABLE "alert_rules" (
    "databaseId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "isOn" BOOLEAN NOT NULL,
    "threshold" DOUBLE PRECISION NOT NULL,
    "durationMs" INTEGER NOT NULL,

    CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("databaseId", "kind"),
    CONSTRAINT "alert_rules_databaseId_fkey" FOREIGN KEY ("databaseId") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "alert_states" (
    "databaseId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "breachedAt" TIMESTAMPTZ(3) NOT NULL,
    "firedAt" TIMESTAMPTZ(3),
    "value" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "alert_states_pkey" PRIMARY KEY ("databaseId", "kind"),
    CONSTRAINT "alert_states_databaseId_fkey" FOREIGN KEY ("databaseId") REFERENCES "databases"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
