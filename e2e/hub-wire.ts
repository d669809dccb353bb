/** A hub's own network for a journey: the role `devices` beside the product, and devices that claim themselves and speak MQTT. */
import { provideBrokerUrl } from '#modules/devices/server/index.ts'
import { brokerUrlOf, startDevices } from '#apps/server/devices.ts'
import { createLog } from '#platform/server/log.ts'
import { openSimDevice, type SimDevice } from '#sim/device.ts'
import type { Product } from './product.ts'

export interface HubWire {
  /** As the device does it itself: the code for a name, a password and the broker's address; then it connects. */
  claim(code: string): Promise<SimDevice>
  stop(): Promise<void>
}

/** Doors go by the clock of the product, and so do the devices. */
export async function openHubWire({ app }: Product): Promise<HubWire> {
  const now = () => app.clock.now().epochMilliseconds
  const settings = { host: '127.0.0.1', mqttPort: 0, isMqttPortGiven: true, mqttUrl: undefined, tls: undefined, publicUrl: app.url }
  const running = await startDevices({ program: app.program, settings, log: createLog('silent'), now })
  provideBrokerUrl(() => brokerUrlOf(settings, running.url()))
  const devices: SimDevice[] = []
  return {
    async claim(code) {
      const response = await fetch(`${app.url}/api/v1/devices/claim`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code, manufacturer: '見本製作所', model: 'S-1', firmware: '1.0.0' }),
      })
      if (response.status !== 200) throw new Error(`the code was refused: ${response.status}`)
      const claimed = (await response.json()) as { deviceId: string; hubId: string; password: string; brokerUrl: string }
      const device = openSimDevice({
        url: claimed.brokerUrl,
        hubId: claimed.hubId,
        deviceId: claimed.deviceId,
        password: claimed.password,
        clock: now,
      })
      devices.push(device)
      return device
    },
    async stop() {
      for (const device of devices) await device.close()
      await running.stop()
    },
  }
}
