import { Controller, Get, Res } from '@nestjs/common';
import { HealthService } from '@somabrain/health';
import { Endpoint } from '@somabrain/http';
import { notNow, ReadinessAnswer } from '@somabrain/runtime';
import type { Response } from 'express';
import type { z } from 'zod';

/** Guarded as the routes of the port are, and answered however busy the process is, as health is. */
export const ACCESS_PATH = '/health/access';

/** Shows callers with the token whether their requests would be answered. */
@Controller()
export class AccessController {
  constructor(private readonly health: HealthService) {}

  @Get(ACCESS_PATH)
  @Endpoint({
    operationId: 'access',
    tag: 'Operations',
    infallible: true,
    summary: 'Check that the caller may send requests',
    description:
      'The answer of /health/ready for callers with the token. Probes of the API detect a wrong token by it.',
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
        example: { status: 'postgres_down' },
      },
    ],
    problems: ['UNAUTHENTICATED'],
  })
  access(@Res({ passthrough: true }) response: Response): z.infer<typeof ReadinessAnswer> {
    const status = this.health.readiness();
    if (status !== 'ready') notNow(response);
    return { status };
  }
}
