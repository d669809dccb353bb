/**
 * Devices in a process of their own: plain sockets that say MQTT 3.1.1 and nothing else, so that little of the machine is
 * spent on speaking. Asked by its parent over the line between them; one question at a time.
 */
import { connect, type Socket } from 'node:net'
import { percentile } from './measure.ts'

export interface LoadDevice {
  readonly id: string
  readonly password: string
  /** What it tells of: a reading of three kinds by turns, or a thing that opens and shuts, or moves and rests. */
  readonly says: 'reading' | 'contact' | 'motion'
  /** `…/event` of its own. */
  readonly topic: string
}

export type LoadQuestion =
  | { readonly ask: 'connect'; readonly port: number; readonly devices: readonly LoadDevice[] }
  /** Each device has one word under way, and says the next when that is acknowledged. */
  | { readonly ask: 'closed'; readonly seconds: number }
  /** So many words a second of all, each at its time, whatever is still without an answer. */
  | { readonly ask: 'open'; readonly perSecond: number; readonly seconds: number }
  /** Every line is cut; all devices come back at once and say what holds, retained, so many words each. */
  | { readonly ask: 'replay'; readonly wordsEach: number }
  | { readonly ask: 'end' }

export interface LoadAnswer {
  readonly count: number
  readonly seconds: number
  /** From the time at which it was to be sent to its PUBACK, milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly most: number
  /** Milliseconds of processor, of this process. */
  readonly processor: number
}

interface Line {
  readonly device: LoadDevice
  readonly socket: Socket
  readonly number: number
  /** Times at which a word was due, in the order of their numbers; acknowledgements may come in any. */
  readonly due: Map<number, number>
  packetId: number
  onAck: (() => void) | undefined
}

const boot = Math.random().toString(36).slice(2, 10)
const unanswered = 60_000

const textOf = (text: string): Buffer => {
  const bytes = Buffer.from(text)
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
}

function packet(first: number, body: Buffer): Buffer {
  const head = [first]
  let left = body.length
  do {
    head.push((left & 127) | (left > 127 ? 128 : 0))
    left >>= 7
  } while (left > 0)
  return Buffer.concat([Buffer.from(head), body])
}

const connectPacket = ({ id, password }: LoadDevice): Buffer =>
  packet(0x10, Buffer.concat([textOf('MQTT'), Buffer.from([4, 0b1100_0010, 1, 44]), textOf(id), textOf(id), textOf(password)]))

let said = 0
const kinds = ['temperature', 'humidity', 'co2'] as const

function wordOf({ says }: LoadDevice, kind = said): string {
  const seq = said++
  switch (says) {
    case 'contact':
      return JSON.stringify({ type: 'contact', boot, seq, isOpen: seq % 2 === 0 })
    case 'motion':
      return JSON.stringify({ type: 'motion', boot, seq, isActive: seq % 2 === 0 })
    default:
      return JSON.stringify({ type: 'reading', boot, seq, key: kinds[kind % kinds.length], value: seq % 100, unit: '' })
  }
}

let lines: Line[] = []
let waits: number[] = []
let hasFailed: string | undefined

function say(line: Line, due: number, { topic = line.device.topic, word = wordOf(line.device), isRetained = false } = {}): void {
  line.packetId = (line.packetId % 65_535) + 1
  line.due.set(line.packetId, due)
  const id = Buffer.from([line.packetId >> 8, line.packetId & 255])
  line.socket.write(packet(isRetained ? 0x33 : 0x32, Buffer.concat([textOf(topic), id, Buffer.from(word)])))
}

/** Every packet that comes here has four bytes: CONNACK and PUBACK. */
function open(device: LoadDevice, port: number, number: number): Promise<Line> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const line: Line = { device, socket, number, due: new Map(), packetId: 0, onAck: undefined }
    let rest: Buffer = Buffer.alloc(0)
    socket.on('data', (part: Buffer) => {
      const bytes = rest.length === 0 ? part : Buffer.concat([rest, part])
      let at = 0
      for (; at + 4 <= bytes.length; at += 4) {
        if (bytes[at] === 0x20) {
          if (bytes[at + 3] === 0) resolve(line)
          else reject(new Error(`refused: ${bytes[at + 3]}`))
          continue
        }
        const id = bytes.readUInt16BE(at + 2)
        const due = line.due.get(id)
        if (bytes[at] !== 0x40 || due === undefined) {
          hasFailed = `an answer to nothing: ${bytes.subarray(at, at + 4).toString('hex')}`
          continue
        }
        line.due.delete(id)
        waits.push(performance.now() - due)
        line.onAck?.()
      }
      rest = bytes.subarray(at)
    })
    socket.once('error', reject)
    socket.once('close', () => {
      if (lines.includes(line)) hasFailed ??= 'a line was closed from there'
    })
    socket.write(connectPacket(device))
  })
}

async function openAll(devices: readonly LoadDevice[], port: number): Promise<void> {
  // listen(2) of Node has room for 511 that wait; whoever comes at once beyond it would wait for a second of TCP
  const opened: Line[] = []
  for (let from = 0; from < devices.length; from += 400)
    opened.push(...(await Promise.all(devices.slice(from, from + 400).map((device, at) => open(device, port, from + at)))))
  lines = opened
}

function cutAll(): { devices: LoadDevice[]; ends: Promise<unknown> } {
  const gone = lines
  lines = []
  const ends = Promise.all(gone.map(({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve()))))
  for (const { socket } of gone) socket.destroy()
  return { devices: gone.map(({ device }) => device), ends }
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))

async function untilAnswered(): Promise<void> {
  const until = performance.now() + unanswered
  while (lines.some((line) => line.due.size > 0)) {
    if (hasFailed !== undefined || performance.now() > until) throw new Error(hasFailed ?? 'no answer for a minute')
    await sleep(2)
  }
}

async function closedLoop(seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1_000
  for (const line of lines) {
    line.onAck = () => {
      const now = performance.now()
      if (now < until) say(line, now)
    }
    say(line, performance.now())
  }
  await sleep(seconds * 1_000)
  await untilAnswered()
  for (const line of lines) line.onAck = undefined
}

/** Times follow from the rate alone: a word that leaves late has waited already. */
async function openLoop(perSecond: number, seconds: number): Promise<void> {
  const started = performance.now()
  const total = perSecond * seconds
  for (let sent = 0; sent < total;) {
    const now = performance.now()
    for (; sent < total && started + (sent * 1_000) / perSecond <= now; sent++) {
      // by a stride, so that neighbours in time are no neighbours in the list
      const line = lines[(sent * 7) % lines.length]
      if (line !== undefined) say(line, started + (sent * 1_000) / perSecond)
    }
    await sleep(1)
  }
  await untilAnswered()
}

async function replay(wordsEach: number): Promise<void> {
  const { devices, ends } = cutAll()
  await ends
  // the other end hears of it too
  await sleep(1_000)
  waits = []
  startedAt = performance.now()
  await openAll(devices, portOfAll)
  for (const line of lines)
    for (let word = 0; word < wordsEach; word++)
      say(line, startedAt, { topic: line.device.topic.replace(/event$/, 'state'), word: wordOf(line.device, word), isRetained: true })
  await untilAnswered()
}

let startedAt = 0
let portOfAll = 0

async function answer(question: LoadQuestion): Promise<LoadAnswer> {
  waits = []
  const before = process.cpuUsage()
  startedAt = performance.now()
  if (question.ask === 'connect') {
    await cutAll().ends
    portOfAll = question.port
    await openAll(question.devices, question.port)
  } else if (question.ask === 'closed') await closedLoop(question.seconds)
  else if (question.ask === 'open') await openLoop(question.perSecond, question.seconds)
  else if (question.ask === 'replay') await replay(question.wordsEach)
  else await cutAll().ends
  if (hasFailed !== undefined) throw new Error(hasFailed)
  const { user, system } = process.cpuUsage(before)
  return {
    count: waits.length,
    seconds: (performance.now() - startedAt) / 1_000,
    p50: percentile(waits, 0.5),
    p99: percentile(waits, 0.99),
    most: waits.reduce((most, one) => Math.max(most, one), 0),
    processor: (user + system) / 1_000,
  }
}

process.on('message', (question: LoadQuestion) => {
  answer(question).then(
    (told) => process.send?.(told),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
