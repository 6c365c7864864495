import { type CloudEvent, traceparentOf } from '@somabrain/events';
import { newId, newTraceId, type TenantId } from '@somabrain/kernel';
import { z } from 'zod';
import type { TenantUsage } from './tenant-limits';

const TYPE = 'somabrain.tenant.usage.v1';

/** A published snapshot of what a tenant uses: CloudEvents 1.0 in structured mode. */
export const UsageEventSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.literal('/somabrain/usage'),
  type: z.literal(TYPE),
  subject: z.string().meta({ description: 'The tenant.' }),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  traceparent: z.string(),
  data: z.object({
    tenant: z.string(),
    day: z.iso.date().meta({ description: 'Of `writes`, in UTC.' }),
    writes: z.int().meta({ description: 'Memories stored or changed on that day so far.' }),
    memories: z.int().meta({ description: 'Stored now.' }),
    namespaces: z.int().meta({ description: 'Namespaces that hold a memory.' }),
  }),
});

/** @param time when the usage was read, in milliseconds since the Unix epoch */
export function usageEvent(tenant: TenantId, usage: TenantUsage, time: number): CloudEvent {
  const id = newId();
  const at = new Date(time).toISOString();
  return {
    specversion: '1.0',
    id,
    source: '/somabrain/usage',
    type: TYPE,
    subject: tenant,
    time: at,
    datacontenttype: 'application/json',
    traceparent: traceparentOf(newTraceId(), id),
    data: {
      tenant,
      day: at.slice(0, 'YYYY-MM-DD'.length),
      writes: usage.writesToday,
      memories: usage.memories,
      namespaces: usage.namespaces,
    },
  };
}
