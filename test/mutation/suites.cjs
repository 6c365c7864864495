/** All suites of an area as one: their modules are loaded once for a mutant, and not once for each suite. */
const { join } = require('node:path');

for (const suite of globalThis.SUITES) require(join(__dirname, '../..', suite));
