import { newId } from '@somabrain/kernel';
import type { MemoryService, NewMemory, Remembered } from '@somabrain/memory';
import { contextOf, memoryOf, stored } from '../support/memory-fields';

/** Which memory a write meets: by its text, and by its key. @param service gives the one under test */
export function describeMemoryKeys(adapter: string, service: () => MemoryService): void {
  const ana = contextOf('tenant-ana');
  let namespace: string;

  beforeEach(() => {
    namespace = `ns-${newId()}`;
  });

  const remember = async (content: string, fields: Partial<NewMemory> = {}): Promise<Remembered> =>
    stored(await service().remember(ana, memoryOf(content, { namespace, ...fields })));

  describe(`${adapter}: a text`, () => {
    it('is the same with white space at its ends, and in the other form of Unicode, as it was sent first', async () => {
      const content = 'Le caf\u00e9 ouvre \u00e0 neuf heures\n';
      const first = await remember(content);
      for (const other of [content.trim(), `\t ${content}\u00a0`, content.normalize('NFD')])
        expect(await remember(other)).toEqual({ ...first, status: 'deduplicated' });
      expect(await remember(content.replace('neuf', ' neuf'))).toMatchObject({ status: 'created' });
      expect((await service().get(ana, first.id)).content).toBe(content);
    });
  });
}
