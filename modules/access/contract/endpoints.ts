/** Every call of doors; those of the machine at a hub, too. */
export * from './door/endpoints.ts'
export * from './credential/endpoints.ts'
export * from './passage/endpoints.ts'
export * from './grant/endpoints.ts'
export * from './pass/endpoints.ts'
export * from './edge/endpoints.ts'
