-- When the app's containers were last started, or the last try of that ended: what falls over afterwards is counted.
ALTER TABLE "apps" ADD COLUMN "startedAt" TIMESTAMPTZ(3);

-- Containers of apps that ended by themselves.
CREATE TABLE "app_falls" (
    "containerId" TEXT NOT NULL,
    "appId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "exitCode" INTEGER,

    CONSTRAINT "app_falls_pkey" PRIMARY KEY ("containerId")
);
CREATE INDEX "app_falls_appId_at_idx" ON "app_falls"("appId", "at");
CREATE INDEX "app_falls_at_idx" ON "app_falls"("at");
ALTER TABLE "app_falls" ADD CONSTRAINT "app_falls_appId_fkey" FOREIGN KEY ("appId") REFERENCES "apps"("id") ON DELETE CASCADE ON UPDATE CASCADE;
