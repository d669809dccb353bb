/** The face of the gateway: what the server and the edge run (docs/adr/0017). */
export { createGateway } from './gateway.ts'
export { hashCard, hashPin } from './hash.ts'
export type { Gateway, GatewayClock, GatewayCommand, GatewayLog, GatewayState, GatewayStore, RejectedMessage } from './types.ts'
