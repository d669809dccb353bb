/** Certificate and key are looked at before the port is opened: a wrong pair would show as a broken browser page only. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { StartFailure, userName } from '#platform/server/start-failure.ts'

export function checkTls(tls: { certFile: string; keyFile: string }): { validUntil: Date; names: string } {
  const wrong = (reason: string, cause?: unknown) => new StartFailure('tls.wrong', { reason, user: userName() }, cause)
  const read = (file: string) => {
    try {
      return readFileSync(file)
    } catch (error) {
      throw wrong((error as Error).message, error)
    }
  }
  const parse = <T>(file: string, make: () => T): T => {
    try {
      return make()
    } catch (error) {
      throw wrong(`${file}: ${(error as Error).message}`, error)
    }
  }
  const cert = read(tls.certFile)
  const key = read(tls.keyFile)
  const certificate = parse(tls.certFile, () => new X509Certificate(cert))
  const privateKey = parse(tls.keyFile, () => createPrivateKey(key))
  if (!certificate.checkPrivateKey(privateKey)) throw wrong(`${tls.keyFile} is not the key of ${tls.certFile}`)
  const validUntil = certificate.validToDate
  if (validUntil.getTime() < Date.now()) throw wrong(`${tls.certFile} ended on ${validUntil.toISOString().slice(0, 10)}`)
  return { validUntil, names: certificate.subjectAltName ?? certificate.subject }
}
