import { Client } from "pg";

const HOURS_OF_DAY = 24;

/** The hour of the day in UTC that is furthest from now. */
export const farHourUtc = (): number => (new Date().getUTCHours() + HOURS_OF_DAY / 2) % HOURS_OF_DAY;

/**
 * From now on the schedule of a new database is half a day away from this hour: a test that runs at the hour of the default never meets
 * a backup that it did not ask for.
 */
export async function keepFirstSlotAway(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      CREATE FUNCTION far_slot() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW."backupHourUtc" := ${farHourUtc()}; RETURN NEW; END $$;
      CREATE TRIGGER far_slot BEFORE INSERT ON databases FOR EACH ROW EXECUTE FUNCTION far_slot()`);
  } finally {
    await client.end();
  }
}
