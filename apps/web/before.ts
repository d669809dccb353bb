/**
 * Runs before any schema is made. Zod tries `new Function` to see whether it may compile its checks; our content
 * security policy forbids that, and the browser reports each try as a violation. Told not to, it does not try.
 * The name of the global is Zod's own (`zod/v4/core`); `config()` would come too late, as schemas are made on import.
 */
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
