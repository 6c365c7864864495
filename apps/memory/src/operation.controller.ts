import {
  applyDecorators,
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  HttpStatus,
  Patch,
  Post,
  Req,
  type Type,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import { DeadlineInterceptor, FromIdempotencyKey, JsonBody, QueryParameters } from '@somabrain/http';
import type { TenantContext } from '@somabrain/kernel';
import { contract, MemoryService, type WriteOptions } from '@somabrain/memory';
import type { Request } from 'express';
import { describeOperation } from './describe-operation';
import { FromContext } from './from-context.decorator';

const METHODS = { GET: Get, POST: Post, PATCH: Patch, DELETE: Delete };
const MIB = 1024 * 1024;
/** A body of the API without the text of a memory is 1 MiB at most, and may grow when it is written out with what the API adds. */
const ONE_MEMORY = { limitBytes: 2 * MIB };

/** The controllers of the routes under `/v1`, one for each operation with JSON in and out. */
export const OPERATION_CONTROLLERS: readonly Type[] = contract.JSON_OPERATIONS.map(controllerOf);

function controllerOf(operation: contract.JsonOperation): Type {
  @ApiBearerAuth()
  @Controller('v1')
  @UseInterceptors(DeadlineInterceptor)
  class OperationController {
    constructor(private readonly memories: MemoryService) {}

    @route(operation)
    answer(
      @FromContext() context: TenantContext,
      @Req() request: Request,
      options: WriteOptions = {},
      query: unknown,
      body: unknown,
    ): Promise<object | void> {
      const { id = '' } = request.params as { readonly id?: string };
      return operation.serve(this.memories, { context, options, id, query, body });
    }
  }
  const { effect, query, body } = operation;
  const handler = [OperationController.prototype, 'answer'] as const;
  if (effect === 'keyed write') FromIdempotencyKey()(...handler, 2);
  if (query) QueryParameters(query)(...handler, 3);
  if (body) Body({ schema: body })(...handler, 4);
  return OperationController;
}

function route(operation: contract.JsonOperation): MethodDecorator {
  const { method, path, body, bodyBounds = ONE_MEMORY, carriesContent = false, answer } = operation;
  return applyDecorators(
    METHODS[method](path),
    HttpCode(answer ? HttpStatus.OK : HttpStatus.NO_CONTENT),
    ...(body ? [JsonBody({ ...bodyBounds, carriesContent })] : []),
    describeOperation(operation),
  );
}
