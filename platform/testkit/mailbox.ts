/** A real SMTP server on a free loopback port that keeps what it is given. */
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface Mailbox {
  readonly url: string
  readonly mails: readonly ParsedMail[]
  /** The first mail to this address whose subject or text fits, within ten seconds. */
  waitFor(to: string, fits?: (mail: ParsedMail) => boolean): Promise<ParsedMail>
  stop(): Promise<void>
}

export async function openMailbox(): Promise<Mailbox> {
  const mails: ParsedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, _session, done) {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail)
          done()
        },
        (error: Error) => done(error),
      )
    },
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    const listener = server.listen(0, '127.0.0.1', () => {
      const address = listener.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    async waitFor(to, fits = () => true) {
      const until = Date.now() + 10_000
      for (;;) {
        const found = mails.find(
          (mail) => [mail.to].flat().some((address) => address?.value.some((one) => one.address === to)) && fits(mail),
        )
        if (found !== undefined) return found
        if (Date.now() > until) throw new Error(`no mail to ${to}; there are ${mails.map((mail) => `"${mail.subject}"`).join(', ')}`)
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
