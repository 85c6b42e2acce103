import { generateKeyPairSync, sign } from 'node:crypto'

/** PEM texts of a server that only who trusts its certificate believes. */
export interface TestCertificate {
  readonly certificate: string
  readonly key: string
}

const element = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: readonly Buffer[]): Buffer => element(0x30, ...parts)
const identifier = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'))
const bits = (content: Buffer): Buffer => element(0x03, Buffer.from([0]), content)
const utcTime = (text: string): Buffer => element(0x17, Buffer.from(text))

const commonName = identifier('550403')
const subjectAlternativeName = identifier('551d11')
const ecdsaWithSha256 = sequence(identifier('2a8648ce3d040302'))

const name = sequence(element(0x31, sequence(commonName, element(0x0c, Buffer.from('spillway test')))))
const validity = sequence(utcTime('000101000000Z'), utcTime('491231235959Z'))
/** `127.0.0.1` and `localhost`. */
const hosts = sequence(element(0x87, Buffer.from([127, 0, 0, 1])), element(0x82, Buffer.from('localhost')))
const extensions = element(0xa3, sequence(sequence(subjectAlternativeName, element(0x04, hosts))))

/** A fresh self-signed certificate (RFC 5280) for this machine's loopback, good for any date a test may have. */
export const testCertificate = (): TestCertificate => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from([1])),
    ...[ecdsaWithSha256, name, validity, name],
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  )
  const der = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, privateKey)))
  const lines = der.toString('base64').replaceAll(/.{1,64}/g, '$&\n')
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
