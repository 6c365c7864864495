const { projects, testTimeout } = require('../../jest.config.js');

const unit = projects.find(({ displayName }) => displayName === 'unit');

/** As for unit suites. scripts/test-mutation.mjs names those of an area. */
module.exports = { ...unit, testTimeout, rootDir: '../..' };
