import { Body, Controller, Get, HttpCode, HttpStatus, Post, Res, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { Sleep, SleepScheduler, type RunResult } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody, QueryParameters } from '@somabrain/http';
import { isTenantId, Problem } from '@somabrain/kernel';
import type { PageQuery } from '@somabrain/memory';
import type { Response } from 'express';
import {
  type ReflectAnswer,
  type SleepAnswer,
  type SleepersAnswer,
  type SleepStatusAnswer,
  toLast,
  toRunAnswer,
  toSleepAnswer,
  toLastRuns,
  type UndoAnswer,
} from './sleep-answers';
import {
  ReflectEndpoint,
  SleepRunEndpoint,
  SleepStatusEndpoint,
  SleepStatusOfAllEndpoint,
  SleepUndoEndpoint,
} from './sleep-endpoints';
import {
  ReflectRequest,
  SleepersParameters,
  type SleepInput,
  SleepRequest,
  UndoRequest,
} from './sleep-requests';

/** Consolidation of memories. */
@Controller()
@UseInterceptors(DeadlineInterceptor)
export class SleepController {
  constructor(
    private readonly sleep: Sleep,
    private readonly scheduler: SleepScheduler,
  ) {}

  @Requires('memory:write')
  @Post('sleep/run')
  @JsonBody({ optional: true })
  @HttpCode(HttpStatus.OK)
  @SleepRunEndpoint()
  async run(
    @FromCaller() { context, shownTraceId }: Caller,
    @Body({ schema: SleepRequest }) { options, waitMs }: SleepInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SleepAnswer> {
    const slept = await this.sleep.run(context, options, waitMs);
    setAcceptedWhileRunning(slept, response);
    return toSleepAnswer(slept, shownTraceId);
  }

  @Requires('memory:write')
  @Post('sleep/undo')
  @JsonBody({ optional: true })
  @HttpCode(HttpStatus.OK)
  @SleepUndoEndpoint()
  async undo(
    @FromCaller() { context, shownTraceId }: Caller,
    @Body({ schema: UndoRequest }) run: string | null,
  ): Promise<UndoAnswer> {
    const { id, restored } = await this.sleep.undo(context, run);
    return { ok: true, run_id: id, restored, trace_id: shownTraceId };
  }

  @Requires('memory:read')
  @Get('sleep/status')
  @SleepStatusEndpoint()
  async status(@FromCaller() { context }: Caller): Promise<SleepStatusAnswer> {
    const { runs } = await this.sleep.status(context);
    return { ...this.schedule(), last: toLast(runs), runs: runs.map(toRunAnswer) };
  }

  @Requires('service:read')
  @Get('sleep/status/all')
  @SleepStatusOfAllEndpoint()
  async statusOfAll(
    @QueryParameters(SleepersParameters) { limit, cursor }: PageQuery,
  ): Promise<SleepersAnswer> {
    if (cursor !== null && !isTenantId(cursor)) {
      throw new Problem('VALIDATION_FAILED', 'cursor: must be the next_cursor of an earlier page');
    }
    const lastRuns = await this.sleep.lastRuns(cursor ?? '', limit + 1);
    const page = lastRuns.slice(0, limit);
    const last = lastRuns.length > limit ? page.at(-1) : undefined;
    return { ...this.schedule(), tenants: toLastRuns(page), next_cursor: last?.tenant ?? null };
  }

  @Requires('memory:write')
  @Post('reflect')
  @JsonBody({ optional: true })
  @HttpCode(HttpStatus.OK)
  @ReflectEndpoint()
  async reflect(
    @FromCaller() { context, shownTraceId }: Caller,
    @Body({ schema: ReflectRequest }) { options, waitMs }: SleepInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReflectAnswer> {
    const slept = await this.sleep.run(context, options, waitMs);
    setAcceptedWhileRunning(slept, response);
    const { id, counts, status } = slept.run;
    const summaries = await this.sleep.summariesOf(context, id);
    return {
      created: counts.summaries,
      summaries: summaries.map(({ content }) => content),
      ids: summaries.map((summary) => summary.id),
      run_id: id,
      status,
      trace_id: shownTraceId,
    };
  }

  private schedule(): { enabled: boolean; interval_seconds: number } {
    const { intervalMs } = this.scheduler;
    return { enabled: intervalMs > 0, interval_seconds: intervalMs / 1_000 };
  }
}

/** Answers 202 while the run continues. */
function setAcceptedWhileRunning({ run }: RunResult, response: Response): void {
  if (run.status === 'running') response.status(HttpStatus.ACCEPTED);
}
