/** The plain JavaScript build of recheck; its main entry starts a JVM or a native helper. */
declare module 'recheck/lib/browser.js' {
  import type { checkSync } from 'recheck';
  const recheck: { readonly checkSync: typeof checkSync };
  export default recheck;
}
