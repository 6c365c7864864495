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
    summary: 'How the service and its backends are',
    description:
      'Each backend is asked twice a second in the background and given a second to answer; the answer here is what is known, at once.',
    answers: [
      {
        status: 200,
        description: 'Everything required answers.',
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
    summary: 'Whether the process runs',
    description: 'Asks no backend: a process that cannot reach one is not helped by a restart.',
    answers: [{ status: 200, description: 'It runs.', schema: LivenessAnswer, example: { status: 'alive' } }],
  })
  live(): LivenessAnswer {
    return { status: 'alive' };
  }

  @Get('health/ready')
  @Endpoint({
    operationId: 'readiness',
    tag: 'Operations',
    infallible: true,
    summary: 'Whether requests should be sent here',
    description:
      'Not while Postgres, a memory service apart or a policy without which everything is denied does not answer, nor while the process stops. The answer is what is known, at once.',
    answers: [
      { status: 200, description: 'Send requests.', schema: ReadinessAnswer, example: { status: 'ready' } },
      {
        status: 503,
        description: 'Send none, and ask again.',
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
