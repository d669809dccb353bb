/** A certificate of our own for `localhost`, for tests of TLS: X.509 by hand (Ed25519), as nothing else here makes any. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** ASN.1 in DER: tag, length, content. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const bytes: number[] = []
  for (let left = content.length; left > 0; left >>= 8) bytes.unshift(left & 0xff)
  const length = content.length < 128 ? [content.length] : [0x80 | bytes.length, ...bytes]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts)
const ed25519 = sequence(der(0x06, Buffer.from([0x2b, 0x65, 0x70])))
const commonName = sequence(der(0x31, sequence(der(0x06, Buffer.from([0x55, 0x04, 0x03])), der(0x0c, Buffer.from('localhost')))))

export function writeCertificate(folder: string): { certFile: string; keyFile: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const body = sequence(
    der(0x02, Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
    ed25519,
    commonName,
    sequence(der(0x17, Buffer.from('260101000000Z')), der(0x17, Buffer.from('491231235959Z'))),
    commonName,
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const signed = sequence(body, ed25519, der(0x03, Buffer.from([0]), sign(null, body, privateKey)))
  const cert = `-----BEGIN CERTIFICATE-----\n${(signed.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----\n`
  const certFile = join(folder, 'cert.pem')
  const keyFile = join(folder, 'key.pem')
  writeFileSync(certFile, cert)
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return { certFile, keyFile, cert }
}
