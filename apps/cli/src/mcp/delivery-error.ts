import { SdkHttpError } from '@modelcontextprotocol/client';
import { reasonOf } from '../reason';

/** Of JSON-RPC. */
const INTERNAL_ERROR = -32_603;
const UNAUTHORISED = 401;

export interface RpcError {
  readonly code: number;
  readonly message: string;
}

/** What the client is told of a message that the server did not take: why, and what to do about it. */
export function deliveryError(error: unknown, url: URL): RpcError {
  if (error instanceof SdkHttpError) return refusal(error, url);
  const reason = reasonOf(error);
  // What fetch throws when there is no answer.
  return error instanceof TypeError
    ? internal(
        `The API at ${url.href} did not answer: ${reason}. Start it, or choose another with --url, and try again`,
      )
    : internal(`The answer of ${url.href} is none of the protocol: ${reason}. Is --url right?`);
}

function refusal({ status, data }: SdkHttpError, url: URL): RpcError {
  const answer = jsonOf(data.text);
  if (isRpcError(answer.error)) return answer.error;
  const { code, detail } = answer;
  if (typeof code !== 'string' || typeof detail !== 'string') {
    return internal(`${url.href} answered ${status}, and not as SomaBrain does. Is --url right?`);
  }
  const advice =
    status === UNAUTHORISED ? '. Give a valid token with SOMABRAIN_API_TOKEN or --token-file' : '';
  return internal(`${code}: ${detail}${advice}`);
}

function internal(message: string): RpcError {
  return { code: INTERNAL_ERROR, message };
}

function isRpcError(value: unknown): value is RpcError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

function jsonOf(text: unknown): Record<string, unknown> {
  try {
    return { ...(JSON.parse(String(text)) as object) };
  } catch {
    return {};
  }
}
