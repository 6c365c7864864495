import { type ArgumentsHost, Catch } from '@nestjs/common';
import { ProblemFilter } from '@somabrain/http';
import { Logger, Problem } from '@somabrain/kernel';
import type { Request, Response } from 'express';
import {
  faultAnswer,
  idOf,
  INVALID_PARAMS,
  INVALID_REQUEST,
  PARSE_ERROR,
  ProtocolFault,
} from './protocol-fault';
import { sendMcpAnswer } from './send-mcp-answer';

/**
 * Answers a body that is no message of the protocol as the protocol says. What is wrong with the identity, the rate or the size of a request
 * is a problem of HTTP, as on every route.
 */
@Catch()
export class McpFaultFilter extends ProblemFilter {
  constructor(logger: Logger) {
    super(logger);
  }

  override catch(exception: unknown, host: ArgumentsHost): void {
    const fault = exception instanceof Problem ? faultOf(exception) : null;
    if (!fault) {
      super.catch(exception, host);
      return;
    }
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const id = idOf(request.body);
    // A client reads the answer to its request with 200; whatever else cannot be taken has no other sign than the status.
    const status = fault.code === INVALID_PARAMS && id !== null ? 200 : 400;
    const text = JSON.stringify(faultAnswer(fault, id));
    sendMcpAnswer(request, http.getResponse<Response>(), { status, text });
  }
}

function faultOf({ code, message, errors }: Problem): ProtocolFault | null {
  if (code === 'MALFORMED_JSON') return new ProtocolFault(PARSE_ERROR, message);
  if (code !== 'VALIDATION_FAILED') return null;
  const ofParams = errors.length > 0 && errors.every(({ field }) => field.startsWith('params'));
  return new ProtocolFault(ofParams ? INVALID_PARAMS : INVALID_REQUEST, message);
}
