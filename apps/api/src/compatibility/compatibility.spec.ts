import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { describeApplication } from '../openapi/describe-application';
import { COMPATIBILITY_FILE, stateOf, withCompatibilityTable } from './compatibility-table';
import { GONE_ROUTES } from './gone-routes';
import { ORIGINAL_ROUTES } from './original-routes';

/** Routes that are agreed on and not made yet. */
const PLANNED = ['GET /reward/health', 'GET /learner/health', 'POST /reward/reward/{frame_id}'];

describe('the routes of the original', () => {
  let document: OpenAPIObject;
  beforeAll(async () => {
    document = await describeApplication();
  });

  it(`are listed in ${COMPATIBILITY_FILE} as the application has them: npm run generate writes it`, () => {
    const markdown = readFileSync(join(__dirname, '../../../..', COMPATIBILITY_FILE), 'utf8');
    expect(withCompatibilityTable(markdown, document)).toBe(markdown);
  });

  it('are all there, or gone for a reason, but for those that are planned', () => {
    const planned = ORIGINAL_ROUTES.filter((original) => stateOf(original, document) === 'planned');
    expect(PLANNED).toEqual(expect.arrayContaining(planned.map(({ route }) => route)));
  });

  it('say what they were, or what there is instead, and no other route is gone', () => {
    const gone = ORIGINAL_ROUTES.filter((original) => stateOf(original, document) === 'gone');
    for (const { route, note } of ORIGINAL_ROUTES)
      expect([route, note === '']).toEqual([route, gone.some((each) => each.route === route)]);
    const paths = new Set(gone.map(({ route }) => route.split(' ')[1]));
    const templates = GONE_ROUTES.map(({ path }) => path.replaceAll(/:(\w+)/g, '{$1}'));
    expect([...paths].sort()).toEqual(templates.sort());
  });
});
