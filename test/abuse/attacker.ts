/** The attacker, in a process of his own: his work must not slow the victim's clock. Attacks by name, one message each. */
import { ATTACKS, type Target } from './attacks';
import { Sockets } from './sockets';

process.on('message', ({ name, target }: { name: string; target: Target }) => {
  void attack(name, target);
});
process.on('disconnect', () => process.exit());

async function attack(name: string, target: Target): Promise<void> {
  const sockets = new Sockets(target.url);
  try {
    await ATTACKS.find((each) => each.name === name)?.run(target, sockets);
  } finally {
    sockets.closeAll();
    process.send?.('done');
  }
}
