import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, maintenanceRuns } from '@somabrain/database';
import { HealthService } from '@somabrain/health';
import { Logger } from '@somabrain/kernel';
import { type HealthReading, MaintenanceMetrics, MetricsRegistry, tellHealth } from '@somabrain/metrics';

const PERIOD_MS = 60_000;

/** Tells as metrics whether the process is ready, which backends answer it, and when maintenance was done last. */
@Injectable()
export class OperationsMetrics implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly maintenance: MaintenanceMetrics;
  private timer: NodeJS.Timeout | undefined;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    registry: MetricsRegistry,
    private readonly health: HealthService,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {
    tellHealth(registry, () => this.readHealth());
    this.maintenance = new MaintenanceMetrics(registry);
  }

  onApplicationBootstrap(): void {
    this.reading = this.readMaintenance();
    this.timer = setInterval(() => {
      this.reading = this.readMaintenance();
    }, PERIOD_MS);
    this.timer.unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.reading;
  }

  private readHealth(): HealthReading {
    const { ready, components } = this.health.report();
    const asked = Object.entries(components).filter(([, { status }]) => status !== 'not_configured');
    return { ready, backends: new Map(asked.map(([name, { status }]) => [name, status !== 'unhealthy'])) };
  }

  /** What was read before holds until it can be read again. */
  private async readMaintenance(): Promise<void> {
    try {
      this.maintenance.ran(await maintenanceRuns(this.database));
    } catch (err) {
      this.logger.warn(
        { err },
        'when maintenance was done last could not be read; it is tried again in a minute',
      );
    }
  }
}
