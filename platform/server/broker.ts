/**
 * Messages of devices: a broker in this process (aedes, MQTT 3.1.1) or any other one by its address. Both give the same `Bus`,
 * and both keep one promise: a message of QoS 1 is acknowledged only after its handler has resolved, that is after the commit.
 * Where the handler fails there is no acknowledgement, the connection ends, and whoever sent the message sends it again.
 */

export interface PublishOptions {
  readonly qos: 0 | 1
  readonly retain?: boolean
}

export interface BusMessage<Session> {
  /** Who sent it; undefined where another broker knows and does not say. */
  readonly session: Session | undefined
  readonly topic: string
  readonly payload: Uint8Array
  readonly qos: 0 | 1 | 2
  /** At our own broker: sent to be kept. At another: kept there before we came. */
  readonly isRetained: boolean
}

export interface Bus {
  /** Resolves when it left (QoS 0) or was taken (QoS 1); rejects where there is no connection: nothing waits to leave later. */
  publish(topic: string, payload: string | Uint8Array, options: PublishOptions): Promise<void>
  /** `mqtt://…` or `mqtts://…`, without password. */
  readonly url: string
  isConnected(): boolean
  close(): Promise<void>
}
