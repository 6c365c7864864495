import { Controller, Get, Res } from '@nestjs/common';
import { MetricsRegistry, MetricsText } from '@somabrain/metrics';
import type { Response } from 'express';
import { Endpoint, Public } from '@somabrain/http';

const EXAMPLE = `# HELP somabrain_requests_total Answered HTTP requests by route template and status
# TYPE somabrain_requests_total counter
somabrain_requests_total{method="GET",endpoint="/health",status="200"} 1
somabrain_density_trace_error_total 0
`;

/** Serves what was counted. The metrics module binds it to its path. */
@Public()
@Controller()
export class MetricsController {
  private readonly text: MetricsText;

  constructor(registry: MetricsRegistry) {
    this.text = new MetricsText(registry);
  }

  @Get()
  @Endpoint({
    operationId: 'metrics',
    tag: 'Operations',
    infallible: true,
    summary: 'Metrics for Prometheus',
    description:
      'Requests, stages of recall, writes, search indexes, and the process itself, as Prometheus text, a second old at most. In staging and production only this machine reads it without the token of SOMABRAIN_METRICS_TOKEN.',
    answers: [{ status: 200, description: 'All metrics.', contentType: 'text/plain', example: EXAMPLE }],
  })
  async metrics(@Res() response: Response): Promise<void> {
    const text = await this.text.read();
    response.setHeader('Content-Type', this.text.contentType);
    response.end(text);
  }
}
