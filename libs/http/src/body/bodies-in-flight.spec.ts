import { BodiesInFlight } from './bodies-in-flight';

describe('BodiesInFlight', () => {
  it('refuses what does not fit beside the others, and takes it when they are over', () => {
    const bodies = new BodiesInFlight(100);
    const [first, second, third] = [bodies.hold('a'), bodies.hold('b'), bodies.hold('c')];
    first.grow(40);
    second.grow(50);
    expect(() => {
      third.grow(20);
    }).toThrow('The bodies of other requests');
    first.release();
    third.grow(20);
    expect(bodies.bytes).toBe(70);
  });

  it('leaves half of the room to others', () => {
    const bodies = new BodiesInFlight(100);
    bodies.hold('greedy').grow(30);
    const more = bodies.hold('greedy');
    more.grow(20);
    expect(() => {
      more.grow(21);
    }).toThrow('The bodies of your other requests');
    bodies.hold('modest').grow(50);
  });

  it('gives everything back, once, whatever was refused', () => {
    const bodies = new BodiesInFlight(100);
    const hold = bodies.hold('a');
    hold.grow(10);
    expect(() => {
      hold.grow(200);
    }).toThrow();
    hold.release();
    hold.release();
    expect(bodies.bytes).toBe(0);
    bodies.hold('a').grow(50);
  });

  it('knows no share of a service that speaks for all', () => {
    const bodies = new BodiesInFlight(100);
    bodies.hold(null).grow(100);
    expect(() => {
      bodies.hold(null).grow(1);
    }).toThrow('The bodies of other requests');
  });
});
