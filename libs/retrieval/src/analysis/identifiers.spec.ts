import { readFileSync } from 'node:fs';
import { identifiersIn } from './identifiers';
import { hitIds, indexing } from '../fixtures/entries';
import { RANKING_CONSTANTS } from '../ranking/ranking-constants';

const { entry, indexOf } = indexing(readFileSync);
/** Words alone, without the meaning of texts and words. */
const lexicalOnly = {
  ...RANKING_CONSTANTS,
  denseWeight: 0,
  softTerms: { ...RANKING_CONSTANTS.softTerms, atMost: 0 },
};

describe('Identifiers of a text', () => {
  it.each([
    ['We call parseUserInput here', ['parse', 'user', 'input']],
    ['The HTTPServer class', ['http', 'server']],
    ['Set MAX_RETRY_COUNT to 5', ['max_retry_count']],
    ['Look into /etc/nginx/nginx.conf', ['etc/nginx/nginx.conf']],
    ['Upgrade to v2.13.1 today', ['v2.13.1']],
    ['Order SKU-4711-B again', ['sku-4711-b']],
    ['Call +49 170 1234567', ['491701234567']],
    ['Call +49 (170) 123-45-67', ['123-45-67', '491701234567']],
    ['Mail ana.lopez@example.com', ['ana.lopez@example.com']],
    ['std::vector in C++ and C#', ['std::vector', 'c++', 'c#']],
    ['Open main.ts', ['main.ts']],
    ['A well-known state-of-the-art e-mail, he/she said.', []],
    ['On 3 May at 10:30am we sold 12-14 of them at 3.50', []],
    ['The end.Next', []],
  ])('%s', (text, expected) => expect(identifiersIn(text)).toEqual(expected));

  it.each([
    'a'.repeat(200_000),
    '1-'.repeat(100_000),
    'aB'.repeat(100_000),
    '1'.repeat(200_000),
    'a_'.repeat(100_000),
  ])('are found in linear time', (hostile) => {
    const start = performance.now();
    identifiersIn(`${hostile} x_1 aB`);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe('A question', () => {
  const TEXTS = [
    'The function parseUserInput trims spaces',
    'The function parse_server_output adds spaces',
    'Article SKU-4711-A is sold out',
    'Article SKU-4711-B is on sale',
    'The driver 2.13.1 has a leak',
    'The driver 2.1.13 was withdrawn',
    'The plumber can be reached at +49 170 1234567',
    'The config lies in /srv/app/config.yaml',
    'Party on Saturday 🎂',
    'We had 🍕 at the lake',
    'My new 🚗 is blue',
    'Wir waren im Sommer nicht im 🇯🇵 sondern im Garten',
    'A dog barked all night',
    'The deposit is 300 €',
  ];
  const index = indexOf(
    TEXTS.map((text, i) => entry(`m${i}`, text)),
    lexicalOnly,
  );

  it.each([
    ['parse user input', 0],
    ['parseUserInput', 0],
    ['parse_server_output', 1],
    ['server output', 1],
    ['SKU-4711-A', 2],
    ['sku-4711-b', 3],
    ['2.13.1', 4],
    ['2.1.13', 5],
    ['+491701234567', 6],
    ['who has 49-170-1234567?', 6],
    ['/srv/app/config.yaml', 7],
    ['config.yaml', 7],
    ['birthday cake', 8],
    ['🎂', 8],
    ['pizza', 9],
    ['car', 10],
    ['Was war mit Japan und dem Garten?', 11],
    ['🐕', 12],
    ['€', 13],
  ])('finds identifiers whole and in parts, emoji and their names: %s', (question, place) =>
    expect(hitIds(index, question)[0]).toBe(`m${place}`),
  );
});
