/** The face of presence: what alerts, attendance, energy and the demo ask. */
export { createDemoPresence } from './use-cases/create-demo-presence.ts'
export { listForEvacuation, type EvacuationList } from './use-cases/take-out-list.ts'
