-- Whom events are told: of one app, or of all of them (no app).
CREATE TABLE "notifiers" (
    "id" UUID NOT NULL,
    "appId" UUID,
    "name" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "isActive" BOOLEAN NOT NULL DEFAULT true,
    "isAll" BOOLEAN NOT NULL DEFAULT false,
    "kinds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "emails" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "userIds" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "urlEncrypted" TEXT,
    "secretEncrypted" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notifiers_pkey" PRIMARY KEY ("id")
);

-- What is to be sent to a notifier, written with its event (without one it is a test). It waits for its next try while it is being sent, and when that went wrong.
CREATE TABLE "deliveries" (
    "id" UUID NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "notifierId" UUID NOT NULL,
    "eventId" UUID,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "nextTryAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "claimedBy" TEXT,
    "triedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "isDelivered" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deliveries_pkey" PRIMARY KEY ("id")
);

-- When a person last looked at what the bell shows.
CREATE TABLE "bell_looks" (
    "userId" TEXT NOT NULL,
    "lookedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bell_looks_pkey" PRIMARY KEY ("userId")
);

-- CreateIndex
CREATE INDEX "notifiers_appId_idx" ON "notifiers"("appId");

-- CreateIndex
CREATE INDEX "deliveries_notifierId_number_idx" ON "deliveries"("notifierId", "number");

-- CreateIndex
CREATE INDEX "deliveries_eventId_idx" ON "deliveries"("eventId");

-- What waits: few, and asked for every few seconds.
CREATE INDEX "deliveries_waiting" ON "deliveries"("nextTryAt") WHERE "endedAt" IS NULL;

-- What ended since somebody looked.
CREATE INDEX "operations_finishedAt_idx" ON "operations"("finishedAt");

-- AddForeignKey
ALTER TABLE "notifiers" ADD CONSTRAINT "notifiers_appId_fkey" FOREIGN KEY ("appId") REFERENCES "apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_notifierId_fkey" FOREIGN KEY ("notifierId") REFERENCES "notifiers"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "events"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bell_looks" ADD CONSTRAINT "bell_looks_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants that the schema language cannot say.

ALTER TABLE "notifiers" ADD CONSTRAINT "notifiers_target_check" CHECK (("platform" = 'email') = ("urlEncrypted" IS NULL));
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_delivered_check" CHECK (NOT "isDelivered" OR "endedAt" IS NOT NULL);
