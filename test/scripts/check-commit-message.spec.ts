import { runProgram } from '../support/run-program';

const check = (message: string) => runProgram('scripts/check-commit-message.sh', ['-'], { input: message });
const BODY = '\n\nReaders look at the log to learn why.\n';

describe('the check of commit messages', () => {
  it('takes a short subject with a body', async () => {
    expect(await check(`Add a check of commit messages${BODY}`)).toEqual({ code: 0, out: '', err: '' });
  });

  it.each([
    [
      'a subject of more than 72 characters',
      `${'a'.repeat(73)}${BODY}`,
      'the subject has 73 characters; 72 are allowed',
    ],
    ['no body', 'Add a check\n', 'a body must say why the change is made'],
    ['no empty line', 'Add a check\nbecause\n', 'the second line must be empty'],
    ['a full stop', `Add a check.${BODY}`, 'the subject ends with a full stop'],
    ['nothing but comments', '# Please enter a message\n', 'the subject is empty'],
  ])('refuses %s', async (_, message, reason) => {
    const { code, err } = await check(message);
    expect({ code, reason: err.split('\n')[0] }).toEqual({
      code: 1,
      reason: `The commit message is refused: ${reason}`,
    });
  });

  it.each(['Merge branch x\n', 'fixup! Add a check\n'])(
    'lets %j pass, which Git writes itself',
    async (message) => {
      expect((await check(message)).code).toBe(0);
    },
  );
});
