import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import { finalize, type Observable } from 'rxjs';
import type { Slots } from './slots';
import { STREAMING } from './streaming.decorator';

/** Keeps the slot of a request while its handler works, whatever becomes of the client. Runs when the body is here. */
@Injectable()
export class SlotInterceptor implements NestInterceptor {
  /** @param streams the slots of streaming routes */
  constructor(private readonly streams: Slots) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = execution.switchToHttp().getRequest<Request>();
    const { slot } = request;
    if (!slot) return next.handle();
    if (Reflect.getMetadata(STREAMING, execution.getHandler()) === true) {
      request.isStream = true;
      slot.beginStream(this.streams);
    } else slot.begin();
    return next.handle().pipe(
      finalize(() => {
        slot.end();
      }),
    );
  }
}
