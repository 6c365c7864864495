import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeEndpoint } from '@nestjs/swagger';
import { type HealthReport, HealthService } from '@somabrain/health';
import type { Response } from 'express';
import { Endpoint, Public } from '@somabrain/http';
import {
  HEALTH_EXAMPLE,
  HealthAnswer,
  LivenessAnswer,
  ReadinessAnswer,
  UNHEALTHY_EXAMPLE,
} from './health-answers';

/** Tells operators and orchestrators how this process is. */
@Public()
@Controller()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Get('health')
  @Endpoint({
    operationId: 'health',
    tag: 'Operations',
    infallible: true,
    summary: 'Read the health of the service and its backends',
    description:
      'Each backend is probed twice a second in the background, with a timeout of one second. This route returns the last results at once.',
    answers: [
      {
        status: 200,
        description: 'Every required backend answers.',
        schema: HealthAnswer,
        example: HEALTH_EXAMPLE,
      },
      {
        status: 503,
        description: 'A required backend does not answer.',
        schema: HealthAnswer,
        example: UNHEALTHY_EXAMPLE,
      },
    ],
  })
  report(@Res({ passthrough: true }) response: Response): HealthReport {
    const report = this.health.report();
    if (!report.ok) notNow(response);
    return report;
  }

  @Get('healthz')
  @ApiExcludeEndpoint()
  reportToOldClients(@Res({ passthrough: true }) response: Response): HealthReport {
    return this.report(response);
  }

  @Get('health/live')
  @Endpoint({
    operationId: 'liveness',
    tag: 'Operations',
    infallible: true,
    summary: 'Check that the process runs',
    description: 'Probes no backend, because a restart does not help a process that cannot reach one.',
    answers: [
      { status: 200, description: 'The process runs.', schema: LivenessAnswer, example: { status: 'alive' } },
    ],
  })
  live(): LivenessAnswer {
    return { status: 'alive' };
  }

  @Get('health/ready')
  @Endpoint({
    operationId: 'readiness',
    tag: 'Operations',
    infallible: true,
    summary: 'Check that the process is ready for requests',
    description:
      'Returns 503 while Postgres, a required memory service or a policy that fails closed is unavailable, and while the process stops. The last results of the probes are returned at once.',
    answers: [
      {
        status: 200,
        description: 'The process is ready.',
        schema: ReadinessAnswer,
        example: { status: 'ready' },
      },
      {
        status: 503,
        description: 'The process is not ready; try again.',
        schema: ReadinessAnswer,
        example: { status: 'stopping' },
      },
    ],
  })
  ready(@Res({ passthrough: true }) response: Response): ReadinessAnswer {
    const status = this.health.readiness();
    if (status !== 'ready') notNow(response);
    return { status };
  }
}

/** Probes are repeated once a second at most, so an earlier question gets the same answer. */
export function notNow(response: Response): void {
  response.status(HttpStatus.SERVICE_UNAVAILABLE);
  response.setHeader('Retry-After', '1');
}
