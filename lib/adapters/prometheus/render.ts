import { Counter, Gauge, Registry } from "prom-client";
import {
  DATABASE_FIGURES,
  type DatabaseFigures,
  type PlatformFigures,
} from "../../core/stats/platform-figures";

const LABELS = ["app", "database", "plan"];

function addDatabases(registry: Registry, databases: readonly DatabaseFigures[]): void {
  for (const { name, help, type, of } of DATABASE_FIGURES) {
    const options = { name: `berth_database_${name}`, help, labelNames: LABELS, registers: [registry] };
    const metric = type === "gauge" ? new Gauge(options) : new Counter(options);
    for (const figures of databases) {
      const value = of(figures);
      if (value !== null) metric.inc(figures.labels, value);
    }
  }
}

function addPlatform(registry: Registry, figures: PlatformFigures): void {
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name: `berth_${name}`, help, registers: [registry] }).set(value);
  gauge("databases", "Databases that run", figures.databases.length);
  gauge("operations_queued", "Operations that no worker has taken yet", figures.queued);
  gauge("sampler_lag_seconds", "Time since every database was looked at", figures.samplerLagSeconds);
  gauge("workers", "Workers that live", figures.workers);
  const operations = new Gauge({
    name: "berth_operations",
    help: "Operations by kind and state",
    labelNames: ["kind", "status"],
    registers: [registry],
  });
  for (const { kind, status, count } of figures.operations) operations.set({ kind, status }, count);
}

/** The figures as Prometheus reads them. What is unknown is left out, so that it is a gap there too. */
export async function renderMetrics(
  figures: PlatformFigures,
): Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  addPlatform(registry, figures);
  addDatabases(registry, figures.databases);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
