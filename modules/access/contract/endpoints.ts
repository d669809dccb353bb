/** Every call of doors. Those of the machine at a hub stand in `edge/`. */
export * from './door/endpoints.ts'
export * from './credential/endpoints.ts'
export * from './passage/endpoints.ts'
export * from './pass/endpoints.ts'
