import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Problem } from '@somabrain/kernel';
import type { Request } from 'express';
import { CONFIDENCE } from './adaptation-endpoints';

/** What the model thinks of its own answer; null: it has no opinion. @throws Problem VALIDATION_FAILED */
export const FromModelConfidence = createParamDecorator(
  (_: unknown, execution: ExecutionContext): number | null => {
    const sent = execution.switchToHttp().getRequest<Request>().get(CONFIDENCE.name)?.trim();
    if (sent === undefined || sent === '') return null;
    const confidence = Number(sent);
    if (Number.isFinite(confidence) && confidence >= 0) return confidence;
    const message = 'must be a number of at least 0';
    throw new Problem('VALIDATION_FAILED', `${CONFIDENCE.name}: ${message}`, {
      errors: [{ field: CONFIDENCE.name, message }],
    });
  },
);
