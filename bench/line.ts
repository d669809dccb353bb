/** A line between two programs that can be cut: bytes pass while it is up; cut, every connection ends and none is taken. */
import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './ports.ts'

export interface Line {
  readonly port: number
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function openLine(target: { host: string; port: number }): Promise<Line> {
  const sockets = new Set<Socket>()
  let isUp = true
  const server = createServer((near) => {
    if (!isUp) {
      near.destroy()
      return
    }
    const far = connect(target)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.on('error', () => {})
      one.once('close', () => {
        sockets.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()))
  const endAll = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    port,
    cut() {
      isUp = false
      endAll()
    },
    mend: () => void (isUp = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        endAll()
      }),
  }
}
