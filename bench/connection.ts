/**
 * One kept-alive connection that asks and reads plain HTTP/1.1: on two cores, what the load generator takes the server
 * lacks (`fetch` and `node:http` take 0.2 to 0.4 ms of processor a call, this a fifth of it).
 */
import { connect, type Socket } from 'node:net'

export interface Connection {
  /** `head` as `requestHead` wrote it; one call at a time. */
  send(head: string, body?: string): Promise<RawAnswer>
  end(): void
}

export interface RawAnswer {
  readonly status: number
  readonly body: Buffer
}

/** Request line and fields, all but the length of the body. */
export function requestHead(url: string, request: { method: string; path: string; fields: Readonly<Record<string, string>> }): string {
  const fields = Object.entries({ host: new URL(url).host, ...request.fields }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${request.method} ${request.path} HTTP/1.1\r\n${fields.join('')}`
}

const bodyBegins = Buffer.from('\r\n\r\n')

export async function openConnection(url: string): Promise<Connection> {
  const { hostname, port } = new URL(url)
  const socket = await connected(hostname, Number(port))
  let waiting: PromiseWithResolvers<RawAnswer> | undefined
  let parts: Buffer[] = []
  let size = 0
  /** Bytes of the answer under way, once its head is known. */
  let wanted = Number.POSITIVE_INFINITY
  let headSize = 0
  let status = 0

  const fail = (error: Error) => {
    waiting?.reject(error)
    waiting = undefined
  }
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the server closed the connection')))
  socket.on('data', (part: Buffer) => {
    parts.push(part)
    size += part.length
    if (wanted === Number.POSITIVE_INFINITY) {
      const all = parts.length === 1 ? part : Buffer.concat(parts)
      parts = [all]
      const end = all.indexOf(bodyBegins)
      if (end < 0) return
      const head = all.toString('latin1', 0, end)
      const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
      if (length === undefined) return fail(new Error(`an answer without its length:\n${head}`))
      status = Number(head.slice(9, 12))
      headSize = end + bodyBegins.length
      wanted = headSize + Number(length)
    }
    if (size < wanted) return
    const body = (parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)).subarray(headSize, wanted)
    parts = []
    size = 0
    wanted = Number.POSITIVE_INFINITY
    const asked = waiting
    waiting = undefined
    asked?.resolve({ status, body })
  })
  return {
    send(head, body) {
      if (socket.destroyed) return Promise.reject(new Error('the connection is closed'))
      waiting = Promise.withResolvers<RawAnswer>()
      socket.write(body === undefined ? `${head}\r\n` : `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
      return waiting.promise
    },
    end: () => void socket.destroy(),
  }
}

function connected(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true }, () => {
      socket.off('error', reject)
      resolve(socket)
    })
    socket.once('error', reject)
  })
}
