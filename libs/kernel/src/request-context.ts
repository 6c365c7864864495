import { AsyncLocalStorage } from 'node:async_hooks';

/** What log lines say about the request they belong to. */
export interface RequestContext {
  trace_id: string;
  tenant?: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** Runs `work` so that log lines written in it, also after awaits, carry `context`. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The context of the request being served, if one is. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}
