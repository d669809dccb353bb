/**
 * The demonstration lives: at its first hub people come, show cards, stay and leave, at the pace of the clock on the wall and
 * over the real wire. Its devices are of its own, say so in their names, and are the same after a restart.
 */
import { ProblemError } from '#platform/contract/client.ts'
import { instantOn, openSimHub, SimError, zone, type Account, type SimHubOptions } from '#sim/hub.ts'
import { realTime } from '#sim/time.ts'

export interface DemoDayOptions {
  readonly url: string
  readonly hub: string
  /** Of the demonstration: once its password is another, it is somebody's. */
  readonly account: Account
  readonly kept: Pick<SimHubOptions, 'kept' | 'keep'>
  /** The broker of this process; undefined while another has it, or another program its port. */
  readonly mqttUrl: () => string | undefined
  readonly failed: (error: Error) => void
  /** A start has other things to do first. */
  readonly afterMilliseconds?: number
}

export interface DemoDay {
  stop(): Promise<void>
}

const opens = '06:30'
const closes = '23:00'
const mostPeople = 40
const usualAfter = 15_000
const againMilliseconds = 10 * 60_000
const brokerMilliseconds = 60_000
/** A moment for what follows from what was given out. */
const settleMilliseconds = 3_000

export function startDemoDay(options: DemoDayOptions): DemoDay {
  const time = realTime()
  const pause = (milliseconds: number): Promise<boolean> => time.until(Date.now() + milliseconds)
  let hasFailed = false

  /** Until the next morning. */
  async function oneDay(brokerUrl: string): Promise<void> {
    const today = Temporal.Now.plainDateISO(zone)
    const hub = await openSimHub({
      url: options.url,
      hub: options.hub,
      account: options.account,
      time,
      seed: today.dayOfYear,
      people: mostPeople,
      isLively: true,
      brokerUrl,
      ...options.kept,
      settled: async () => void (await pause(settleMilliseconds)),
    })
    try {
      hasFailed = false
      // whoever starts it in the evening or at night finds the people's cards too
      await hub.giveOut(today.toString())
      const [begins, ends] = [instantOn(today.toString(), opens), instantOn(today.toString(), closes)]
      if (Date.now() < ends && (await time.until(begins))) await hub.play({ from: Date.now(), until: ends })
      // locks and readers are there at night too
      await time.until(instantOn(today.add({ days: 1 }).toString(), opens))
    } finally {
      await hub.close()
    }
  }

  async function live(): Promise<void> {
    let goesOn = await pause(options.afterMilliseconds ?? usualAfter)
    while (goesOn) {
      const brokerUrl = options.mqttUrl()
      if (brokerUrl === undefined) {
        goesOn = await pause(brokerMilliseconds)
        continue
      }
      try {
        await oneDay(brokerUrl)
        goesOn = await pause(0)
      } catch (error) {
        // asked to stop in the middle of a day: what was under way fails
        goesOn = await pause(0)
        if (!goesOn) return
        if (!hasFailed) options.failed(error as Error)
        hasFailed = true
        // it is somebody's own account or hub now
        const status = error instanceof ProblemError || error instanceof SimError ? error.status : undefined
        if (status !== undefined && status >= 400 && status < 500) return
        goesOn = await pause(againMilliseconds)
      }
    }
  }

  const running = live()
  return {
    async stop() {
      time.stop()
      await running
    },
  }
}
