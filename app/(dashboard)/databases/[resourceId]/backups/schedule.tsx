import { LastProven } from "@/components/backups/last-proven";
import { utcAndLocalMoment } from "@/components/backups/times";
import { Operators } from "@/components/roles/role";
import { Card } from "@/components/ui/card";
import { Fact, Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import type { BackupConfigView } from "@/lib/contract/backups";
import { ScheduleForm } from "./schedule-form";

type ScheduleProps = { resourceId: string; config: BackupConfigView };

/** When and where to the database is backed up. */
export function Schedule({ resourceId, config }: ScheduleProps) {
  const { nextAt, storages, manual, manualMax, isOn } = config;
  return (
    <Card className="grid gap-4">
      <LastProven resourceId={resourceId} />
      <Facts>
        <Fact name="Next run">
          {nextAt ? (
            <>
              <RelativeTime value={nextAt} />: {utcAndLocalMoment(nextAt)}
            </>
          ) : isOn ? (
            "Not before the database runs"
          ) : (
            "None"
          )}
        </Fact>
        <Fact name={storages.length === 1 ? "Storage" : "Storages"}>
          {storages.length === 0 ? "None: an administrator can add one" : storages.join(", ")}
        </Fact>
        <Fact name="Made by hand">
          {manual} of {manualMax}
        </Fact>
      </Facts>
      <Operators>
        <ScheduleForm resourceId={resourceId} config={config} />
      </Operators>
      <p className="text-muted-foreground text-xs">
        Kept are each day's for 30 days, one of each week for 90 days and one of each month for 180 days; the
        newest one never goes.
      </p>
    </Card>
  );
}
