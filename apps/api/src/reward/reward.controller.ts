import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { FrameId, RewardBody, rewardOf, Rewards } from '@somabrain/cognition';
import { Configuration } from '@somabrain/config';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import { Problem, requireWholeTenant } from '@somabrain/kernel';
import type { z } from 'zod';
import type { LoopHealthAnswer, RewardAnswer } from './reward-answers';
import {
  LearnerHealthEndpoint,
  OlderRewardEndpoint,
  RewardEndpoint,
  RewardHealthEndpoint,
} from './reward-endpoints';

const ASK_MS = 1_000;

/** What outcomes were worth, for the learner of the cognitive loop. */
@Controller()
export class RewardController {
  constructor(
    private readonly rewards: Rewards,
    private readonly configuration: Configuration,
  ) {}

  @Requires('memory:write')
  @UseInterceptors(DeadlineInterceptor)
  @Post('reward/:frame_id')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @RewardEndpoint()
  async reward(
    @FromCaller() { context, shownTraceId }: Caller,
    @Param('frame_id', { schema: FrameId }) frame: string,
    @Body({ schema: RewardBody }) body: z.output<typeof RewardBody>,
  ): Promise<RewardAnswer> {
    requireWholeTenant(context, 'What is learnt');
    await this.rewards.reward(context, frame, rewardOf(body), body.total ?? null);
    return { status: 'ok', trace_id: shownTraceId };
  }

  @Requires('memory:write')
  @UseInterceptors(DeadlineInterceptor)
  @Post('reward/reward/:frame_id')
  @JsonBody()
  @HttpCode(HttpStatus.OK)
  @OlderRewardEndpoint()
  rewardByOldClients(
    @FromCaller() caller: Caller,
    @Param('frame_id', { schema: FrameId }) frame: string,
    @Body({ schema: RewardBody }) body: z.output<typeof RewardBody>,
  ): Promise<RewardAnswer> {
    return this.reward(caller, frame, body);
  }

  @Requires('memory:read')
  @Get('reward/health')
  @RewardHealthEndpoint()
  rewardHealth(@FromCaller() caller: Caller): LoopHealthAnswer {
    this.requireLoop(caller);
    return { ok: true, service: 'reward_producer', where: 'in_process' };
  }

  @Requires('memory:read')
  @Get('learner/health')
  @LearnerHealthEndpoint()
  async learnerHealth(@FromCaller() caller: Caller): Promise<LoopHealthAnswer> {
    this.requireLoop(caller);
    const { kafka, cognition } = this.configuration;
    const service = 'learner_online';
    if (!kafka) return { ok: true, service, where: 'in_process' };
    if (cognition.learnerUrl === null) return { ok: true, service, where: 'not_asked' };
    await requireAnswer(cognition.learnerUrl);
    return { ok: true, service, where: 'apart' };
  }

  /** @throws Problem COGNITION_UNAVAILABLE; ROUTE_NOT_FOUND as the original, whose clients take a route that is not there for a service that is off */
  private requireLoop({ compatibility }: Caller): void {
    if (compatibility === 'original' && !this.configuration.cognition.enabled)
      throw new Problem('ROUTE_NOT_FOUND', 'There is no cognitive loop here: ENABLE_COG_THREADS is off');
    this.rewards.requireLoop();
  }
}

/** @throws Problem COGNITION_UNAVAILABLE */
async function requireAnswer(url: string): Promise<void> {
  try {
    const answer = await fetch(`${url}/health`, { signal: AbortSignal.timeout(ASK_MS) });
    await answer.body?.cancel();
    if (answer.ok) return;
  } catch (cause) {
    throw new Problem('COGNITION_UNAVAILABLE', 'The learner does not answer', { cause });
  }
  throw new Problem('COGNITION_UNAVAILABLE', 'The learner reports that it is unhealthy');
}
