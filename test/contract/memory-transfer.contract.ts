import { createHash } from 'node:crypto';
import { newId } from '@somabrain/kernel';
import type { MemoryService, NewMemory } from '@somabrain/memory';
import { contextOf, memoryOf, queryOf } from '../support/memory-fields';

/** What every adapter of `MemoryService` does with files of memories. @param service gives the one under test */
export function describeMemoryTransfer(adapter: string, service: () => MemoryService): void {
  let from: ReturnType<typeof contextOf>;
  let to: ReturnType<typeof contextOf>;

  beforeEach(() => {
    from = contextOf(`from-${newId()}`);
    to = contextOf(`to-${newId()}`);
  });

  const remember = (content: string, fields: Partial<NewMemory> = {}) =>
    service().remember(from, memoryOf(content, fields));
  const exported = async (context = from, namespace: string | null = null) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of service().export(context, { namespace })) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  const imported = (text: string, context = to, resume: string | null = null) =>
    service().import(context, piecesOf(text), { resume });
  const rememberOneOfEach = async () => {
    const { id } = await remember('The office is in Paris', {
      key: 'office',
      metadata: { b: 1, a: [2, { c: null }] },
    });
    await service().change(from, id, { content: 'The office is in Lisbon', tags: ['geo'] });
    await service().change(from, id, { namespace: 'archive' });
    await remember('Ça va? 😀 \u2028 "quoted"\n', {
      namespace: 'archive',
      userId: 'u1',
      position: 7,
      speaker: 'Ana',
    });
    await remember('Yes', {
      sessionId: 's1',
      occurredAt: Date.parse('1969-07-20T20:17:40.123Z'),
      importance: 2.5,
    });
    await remember('Soon over', {
      ttlSeconds: 86_400,
      memoryType: 'semantic',
      links: [{ type: 'part_of', target: { namespace: 'archive', key: 'office' }, weight: 0.5 }],
    });
  };

  describe(`${adapter}: an export`, () => {
    it('that is imported elsewhere and exported again is the same but for its header', async () => {
      await rememberOneOfEach();
      const file = await exported();
      expect(await imported(file)).toMatchObject({
        imported: 4,
        updated: 0,
        unchanged: 0,
        failed: 0,
        versions: 2,
        links: 1,
      });
      expect(bodyOf(await exported(to))).toBe(bodyOf(file));
      const { results } = await service().recall(
        to,
        queryOf('Where is the office?', { namespace: 'archive' }),
      );
      expect(results[0]?.memory.content).toBe('The office is in Lisbon');
    });

    it('holds only the namespace that was asked for, and nothing that has expired or belongs to another tenant', async () => {
      await rememberOneOfEach();
      const lines = linesOf(await exported(from, 'archive'));
      expect(lines.filter(({ type }) => type === 'memory').map(({ namespace }) => namespace)).toEqual([
        'archive',
        'archive',
      ]);
      expect(linesOf(await exported(to)).map(({ type }) => type)).toEqual(['header', 'trailer']);
    });

    it('ends with the counts and the digest of its lines', async () => {
      await rememberOneOfEach();
      const file = await exported();
      const lines = file.split('\n');
      const between = `${lines.slice(1, -2).join('\n')}\n`;
      expect(linesOf(file).at(-1)).toEqual({
        type: 'trailer',
        memories: 4,
        versions: 2,
        links: 1,
        sha256: createHash('sha256').update(between).digest('hex'),
      });
    });
  });

  describe(`${adapter}: an import`, () => {
    it('of what is there already changes nothing', async () => {
      await rememberOneOfEach();
      const file = await exported();
      await imported(file);
      expect(await imported(file)).toMatchObject({ imported: 0, updated: 0, unchanged: 4, versions: 0 });
      expect(await imported(file, from)).toMatchObject({ imported: 0, unchanged: 4 });
      expect(bodyOf(await exported())).toBe(bodyOf(file));
    });

    it('brings an older memory up to the version of the file, and leaves a newer one', async () => {
      const { id } = await remember('First');
      await imported(await exported());
      await service().change(from, id, { content: 'Second' });
      const file = await exported();
      expect(await imported(file)).toMatchObject({ imported: 0, updated: 1, versions: 1 });
      expect((await service().get(to, id)).content).toBe('Second');
      await service().change(to, id, { content: 'Third' });
      expect(await imported(file)).toMatchObject({ updated: 0, unchanged: 1 });
      const { items } = await service().history(to, id, { limit: 10, cursor: null });
      expect(items.map(({ memory }) => memory.content)).toEqual(['Third', 'Second', 'First']);
    });

    it('says which line it could not store because another memory has its key, and stores the others', async () => {
      await remember('Mine', { key: 'kb.paris' });
      await remember('Other');
      await service().remember(to, memoryOf('Theirs', { key: 'kb.paris' }));
      const receipt = await imported(await exported());
      expect(receipt).toMatchObject({ imported: 1, failed: 1, errors: [{ line: 2, code: 'KEY_TAKEN' }] });
    });

    it('is found by the next recall', async () => {
      await service().recall(to, queryOf('bakery'));
      await remember('The bakery opens at six');
      await imported(await exported());
      const { results } = await service().recall(to, queryOf('bakery'));
      expect(results.map(({ memory }) => memory.content)).toEqual(['The bakery opens at six']);
    });

    it.each<[string, (lines: string[]) => string, string]>([
      ['nothing', () => '', 'line 1'],
      ['no header', (lines) => lines.slice(1).join(''), 'line 1: type'],
      ['another format', (lines) => lines.join('').replace('somabrain-export', 'zip'), 'line 1: format'],
      ['a later version', (lines) => lines.join('').replace('"version":1', '"version":2'), 'line 1: version'],
      ['no trailer', (lines) => lines.slice(0, -1).join(''), 'line 3'],
      ['half a line at its end', (lines) => lines.join('').slice(0, -20), 'line 4'],
      ['what is no JSON', ([header = '']) => `${header}{"type":`.concat('\n'), 'line 2'],
      [
        'a line that is missing',
        (lines) => lines.filter((_, index) => index !== 2).join(''),
        'line 3: memories',
      ],
      ['a changed text', (lines) => lines.join('').replace('Two', 'Too'), 'line 4: sha256'],
      [
        'a memory without a text',
        (lines) => lines.join('').replace('"content":"Two"', '"content":""'),
        'line 3: content',
      ],
      ['a NUL', (lines) => lines.join('').replace('Two', '\\u0000'), 'line 3: content'],
      [
        'an unknown field',
        (lines) => lines.join('').replace('"key":null', '"colour":1,"key":null'),
        'line 2',
      ],
      ['a second header', ([header = '', ...lines]) => [header, header, ...lines].join(''), 'line 2: type'],
      ['a line behind the trailer', (lines) => [...lines, '{}\n'].join(''), 'line 5'],
      [
        'a version without its memory',
        ([header = '', first = '', ...lines]) =>
          [
            header,
            first
              .replace('"memory"', '"version"')
              .replace(/"created_at":("[^"]*"),"updated_at"/, '"recorded_at":$1,"replaced_at"'),
            ...lines,
          ].join(''),
        'line 2: id',
      ],
      ['a very long line', ([header = '']) => `${header}${'x'.repeat(1_100_000)}\n`, 'line 2'],
      ...OUT_OF_RANGE.map(([field, given, value]): [string, (lines: string[]) => string, string] => [
        `${field} ${value}`,
        (lines) => lines.join('').replace(`"${field}":${given}`, `"${field}":${value}`),
        `line 2: ${field}`,
      ]),
    ])('of a file with %s is refused, naming the line', async (_, damage, field) => {
      await remember('One');
      await remember('Two');
      const lines = (await exported()).split(/(?<=\n)/);
      await expect(imported(damage(lines))).rejects.toMatchObject({
        code: 'IMPORT_INVALID',
        errors: [{ field }],
      });
    });

    it('goes on where the file broke off, and counts all of it', async () => {
      await service().rememberBatch(
        from,
        Array.from({ length: 450 }, (_, index) => memoryOf(`Note ${index}`)),
        { atomic: false },
      );
      const file = await exported();
      const lines = file.split(/(?<=\n)/);
      await expect(imported(lines.slice(0, 401).join(''))).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
      const receipt = await imported(file);
      expect(receipt).toMatchObject({ imported: 450, unchanged: 0, failed: 0, lines: 452 });
      expect(receipt.resumedFromLine).toBeGreaterThan(200);
      expect(bodyOf(await exported(to))).toBe(bodyOf(file));
    });

    it('keeps its name to one file', async () => {
      await remember('One');
      const lines = (await exported()).split(/(?<=\n)/);
      await service().rememberBatch(
        from,
        Array.from({ length: 250 }, (_, index) => memoryOf(`Note ${index}`)),
        { atomic: false },
      );
      const longer = (await exported())
        .split(/(?<=\n)/)
        .slice(0, 250)
        .join('');
      await expect(imported(longer, to, 'mine')).rejects.toMatchObject({ code: 'IMPORT_INVALID' });
      await expect(imported(lines.join(''), to, 'mine')).rejects.toMatchObject({
        code: 'IMPORT_INVALID',
        errors: [{ field: 'resume' }],
      });
    });
  });
}

/** A field of a memory, what it has in a file, and what no memory can have. */
const OUT_OF_RANGE: readonly [string, string, string][] = [
  ['version', '1,"content"', '0,"content"'],
  ['version', '1,"content"', '2147483648,"content"'],
  ['version', '1,"content"', '1.5,"content"'],
  ['position', 'null', '-1'],
  ['position', 'null', '9007199254740993'],
  ['importance', '1', '-1'],
  ['importance', '1', '1e300'],
  ['ttl_seconds', 'null', '0'],
  ['ttl_seconds', 'null', '9007199254740991'],
  ['occurred_at', 'null', '"10000-01-01T00:00:00Z"'],
  ['expires_at', 'null', '1e300'],
];

/** The file in small pieces that break in the middle of lines and characters. */
async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += 997) {
    yield bytes.subarray(start, start + 997);
    await Promise.resolve();
  }
}

function bodyOf(file: string): string {
  return file.slice(file.indexOf('\n') + 1);
}

function linesOf(file: string): Record<string, unknown>[] {
  return file
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
