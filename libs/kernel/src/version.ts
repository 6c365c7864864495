/** The release this is; equal to the version in package.json, which a test makes sure of. */
export const VERSION = '0.1.0';
