import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { somabrain } from './cli-process';

const COMMANDS = [
  '',
  'doctor',
  'migrate',
  'topics',
  'offsets',
  'audit verify',
  'record-run',
  'export',
  'import',
  'mcp',
  'token',
  'settings',
];

describe('the help of somabrain', () => {
  const document = readFileSync(join(__dirname, '..', '..', 'docs', 'cli.md'), 'utf8');

  it.each(COMMANDS)('somabrain %s --help is what docs/cli.md shows', async (command) => {
    const args = command.split(' ').filter(Boolean);
    const ran = await somabrain([...args, '--help'], {});
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(document).toContain(`\`\`\`text\n${ran.out.trimEnd()}\n\`\`\``);
  });

  it('a wrong command line ends with 2 and says what is wrong', async () => {
    const wrong = [
      ['nonsense'],
      ['audit', 'verify', '--stream', 'rivers'],
      ['export', '--tenant', 'a/b'],
      ['import'],
    ];
    for (const args of wrong) {
      const ran = await somabrain(args, {});
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toMatch(/^error: .+/);
    }
  });
});
