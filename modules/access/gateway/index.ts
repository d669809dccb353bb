/** The face of the gateway: what the server and the edge run (docs/adr/0017). */
export { createGateway } from './gateway.ts'
export { hashCard, hashPin } from './hash.ts'
export type {
  AcceptOutcome,
  CommandOutcome,
  Gateway,
  GatewayClock,
  GatewayCommand,
  GatewayLog,
  GatewayMessage,
  GatewayOptions,
  GatewayState,
  GatewayStore,
  HttpCall,
  LoadResult,
  LockState,
  PublishOptions,
  RejectedMessage,
} from './types.ts'
