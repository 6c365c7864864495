import { Body, Controller, HttpCode, HttpStatus, Post, UseInterceptors } from '@nestjs/common';
import { Requires } from '@somabrain/auth';
import { Acting, Graph } from '@somabrain/cognition';
import { type Caller, DeadlineInterceptor, FromCaller, JsonBody } from '@somabrain/http';
import { DEFAULT_NAMESPACE, narrowed } from '@somabrain/kernel';
import { MemoryService } from '@somabrain/memory';
import { findEnd } from '../graph/find-end';
import { DefaultNamespace } from '../memory/default-namespace.decorator';
import { type ActAnswer, type PlanAnswer, toActResult, toStep } from './planning-answers';
import { planNames } from './plan-names';
import { ActEndpoint, PlanEndpoint } from './planning-endpoints';
import { type ActInput, ActRequest, type PlanInput, PlanRequest } from './planning-requests';

/** Plans and tasks. */
@Controller()
@UseInterceptors(DeadlineInterceptor)
export class PlanningController {
  constructor(
    private readonly memories: MemoryService,
    private readonly graph: Graph,
    private readonly acting: Acting,
  ) {}

  @Requires('memory:read')
  @Post('plan/suggest')
  @JsonBody({ schema: PlanRequest })
  @HttpCode(HttpStatus.OK)
  @PlanEndpoint()
  async suggest(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: PlanRequest }) { key, steps, relations, namespace: named, filter }: PlanInput,
  ): Promise<PlanAnswer> {
    const context = narrowed(caller.context, filter);
    const namespace = named ?? defaultNamespace;
    const start = await findEnd(this.memories, context, { end: { key }, namespace, prefix: 'task_' });
    const plan = await this.graph.plan(context, start, { steps, filter, ...(relations && { relations }) });
    const names = await planNames(this.memories, { ...caller, context }, plan);
    return { plan: names, steps: plan.map(toStep), namespace, trace_id: caller.shownTraceId };
  }

  @Requires('memory:write')
  @Post('act')
  @JsonBody({ schema: ActRequest })
  @HttpCode(HttpStatus.OK)
  @ActEndpoint()
  async act(
    @FromCaller() caller: Caller,
    @DefaultNamespace() defaultNamespace: string,
    @Body({ schema: ActRequest }) task: ActInput,
  ): Promise<ActAnswer> {
    const namespace = task.namespace ?? defaultNamespace;
    const acted = await this.acting.act(caller.context, { ...task, namespace });
    const plan = await planNames(this.memories, caller, acted.plan);
    return {
      task: task.task,
      results: [toActResult(task.task, acted)],
      plan,
      plan_universe: plan.length === 0 ? null : namespace === DEFAULT_NAMESPACE ? 'real' : namespace,
      namespace,
      trace_id: caller.shownTraceId,
      degraded: [...acted.recalled.degraded],
    };
  }
}
