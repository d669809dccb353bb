/** The face of presence: what alerts, attendance, energy and the demo ask. */
export { createDemoPresence } from './use-cases/create-demo-presence.ts'
